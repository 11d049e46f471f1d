from __future__ import annotations

import json
from typing import Any

import pytest
from cdktf import TerraformStack

from modules.compute.task_definition import TaskDefinition
from modules.messaging.job_scheduler import JobScheduler
from tests.modules.synthesised import ACCOUNT, REGION, Resources, a_key, a_role, synthesise


def scheduler(stack: TerraformStack) -> JobScheduler:
    return JobScheduler(
        stack,
        "jobs",
        name="dev-shop",
        role_name="dev-shop-jobs",
        dead_letter_name="dev-shop-jobs--dead-letter",
        account=ACCOUNT,
        region=REGION,
        key=a_key(stack),
        protect=False,
    )


def task(*, enabled: bool = True) -> Resources:
    def build(stack: TerraformStack) -> None:
        role = a_role(stack)
        definition = TaskDefinition(
            stack,
            "task-definition",
            family="dev-shop",
            cpu=256,
            memory_mib=512,
            container={"name": "shop"},
            task_role=role,
            execution_role=role,
        )
        scheduler(stack).run_task(
            "job-nightly",
            name="dev-shop-nightly",
            schedule="cron(0 3 * * ? *)",
            command=["python", "-m", "shop.nightly"],
            container="shop",
            cluster_arn="arn:cluster",
            cluster_name="dev",
            task_definition=definition,
            roles=[role],
            subnet_ids=["subnet-1"],
            security_group_id="sg-1",
            enabled=enabled,
        )

    return synthesise(build)


def rights(made: Resources) -> dict[str, dict[str, Any]]:
    (name,) = [name for name in made.all("aws_iam_role_policy") if name.startswith("jobs")]
    return {one["Action"][0]: one for one in made.policy("aws_iam_role_policy", name)}


def test_a_job_is_the_services_task_with_another_command() -> None:
    schedule = task().only("aws_scheduler_schedule")

    target = schedule["target"]
    assert json.loads(target["input"]) == {
        "containerOverrides": [{"name": "shop", "command": ["python", "-m", "shop.nightly"]}]
    }
    assert target["ecs_parameters"]["task_definition_arn"] == "${aws_ecs_task_definition.task-definition.arn}"
    assert target["ecs_parameters"]["network_configuration"] == {
        "subnets": ["subnet-1"],
        "security_groups": ["sg-1"],
        "assign_public_ip": False,
    }


def test_what_cannot_be_started_is_tried_again_and_then_kept() -> None:
    target = task().only("aws_scheduler_schedule")["target"]

    assert target["retry_policy"] == {"maximum_event_age_in_seconds": 3600, "maximum_retry_attempts": 5}
    assert target["dead_letter_config"] == {"arn": "${aws_sqs_queue.jobs_dead-letter_2F7B5C0C.arn}"} or (
        "dead-letter" in target["dead_letter_config"]["arn"]
    )


def test_the_scheduler_acts_for_this_group_of_schedules_alone() -> None:
    made = task()

    (name,) = [name for name in made.all("aws_iam_role") if name.startswith("jobs")]
    (trust,) = made.policy("aws_iam_role", name, key="assume_role_policy")
    assert trust["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert trust["Condition"]["ArnLike"] == {
        "aws:SourceArn": f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule-group/dev-shop"
    }


def test_it_may_start_this_task_in_this_cluster_and_hand_on_these_roles_to_ecs_only() -> None:
    found = rights(task())

    run, hand_on = found["ecs:RunTask"], found["iam:PassRole"]
    assert run["Resource"] == ["${aws_ecs_task_definition.task-definition.arn_without_revision}:*"]
    assert run["Condition"] == {"ArnEquals": {"ecs:cluster": "arn:cluster"}}
    assert hand_on["Resource"] == ["${aws_iam_role.role.arn}"]
    assert hand_on["Condition"] == {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}


@pytest.mark.parametrize(("enabled", "state"), [(True, "ENABLED"), (False, "DISABLED")])
def test_a_job_runs_once_there_is_something_to_run(enabled: bool, state: str) -> None:
    assert task(enabled=enabled).only("aws_scheduler_schedule")["state"] == state


def test_the_input_is_encrypted_with_the_services_key_which_the_role_may_use_for_that() -> None:
    made = task()

    assert made.only("aws_scheduler_schedule")["kms_key_arn"] == "${aws_kms_key.key.arn}"
    assert rights(made)["kms:Decrypt"]["Condition"] == {
        "StringEquals": {"kms:ViaService": f"scheduler.{REGION}.amazonaws.com"}
    } or any("scheduler" in json.dumps(one) for one in rights(made).values())
