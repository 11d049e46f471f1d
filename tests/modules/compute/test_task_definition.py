from __future__ import annotations

import json

import pytest
from cdktf import TerraformStack

from modules.compute.task_definition import MEMORY_MIB_BY_CPU, TaskDefinition
from tests.modules.synthesised import Resources, a_role, synthesise
from yard.config.fargate import MEMORY_MIB_BY_CPU as MANIFEST_MEMORY_MIB_BY_CPU


def task_definition(cpu: int = 256, memory_mib: int = 512) -> Resources:
    def build(stack: TerraformStack) -> None:
        role = a_role(stack)
        TaskDefinition(
            stack,
            "task-definition",
            family="dev-catalog",
            cpu=cpu,
            memory_mib=memory_mib,
            container={"name": "catalog"},
            task_role=role,
            execution_role=role,
        )

    return synthesise(build)


def test_a_task_runs_on_fargate_with_a_scratch_volume() -> None:
    made = task_definition().only("aws_ecs_task_definition")

    assert made["requires_compatibilities"] == ["FARGATE"]
    assert made["network_mode"] == "awsvpc"
    assert (made["cpu"], made["memory"]) == ("256", "512")
    assert made["volume"] == [{"name": "tmp"}]
    assert json.loads(made["container_definitions"]) == [{"name": "catalog"}]


def test_the_revision_before_stays_for_a_deployment_that_is_taken_back() -> None:
    assert task_definition().only("aws_ecs_task_definition")["skip_destroy"] is True


def test_a_pair_that_fargate_refuses_is_refused_before() -> None:
    with pytest.raises(
        ValueError, match=r"4096 MiB do not go with 256 CPU units. Use one of 512, 1024, 2048."
    ):
        task_definition(memory_mib=4096)


def test_manifests_accept_exactly_what_the_module_deploys() -> None:
    assert MEMORY_MIB_BY_CPU == MANIFEST_MEMORY_MIB_BY_CPU
