"""Blocks of which there may only be so many."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yard.offline.limits import LIMITS
from yard.offline.schema import Block

from .conftest import Terraform

CONSTRAINT = {"type": "memberOf", "expression": "attribute:ecs.os-type == linux"}


def test_terraform_refuses_more_blocks_than_aws_takes(terraform: Terraform) -> None:
    constraints = [{**CONSTRAINT, "expression": f"attribute:number == {n}"} for n in range(11)]
    task = {"family": "dev", "container_definitions": "[]", "placement_constraints": constraints}
    terraform.write({"aws_ecs_task_definition": {"task": task}}).init()

    outcome = terraform.run("validate")

    assert outcome.status == 1
    assert 'No more than 10 "placement_constraints" blocks are allowed' in outcome.text


@pytest.mark.parametrize("type_name", LIMITS)
def test_every_limit_is_of_a_block_that_repeats(type_name: str, block_of: Callable[[str], Block]) -> None:
    for path, most in LIMITS[type_name].items():
        block = block_of(type_name)
        *outer, last = path.split(".")
        for name in outer:
            block = block.blocks[name].block

        assert block.blocks[last].max_items == most > 1
