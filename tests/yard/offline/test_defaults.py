"""What the AWS provider fills in for arguments that are not given."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yard.offline.defaults import DEFAULTS, with_defaults
from yard.offline.planning import Settings, plan
from yard.offline.schema import Block

from .conftest import Terraform

QUEUE = {"name": "dev-orders"}


def test_a_plan_shows_what_is_asked_for_though_it_was_not_written(terraform: Terraform) -> None:
    terraform.write({"aws_sqs_queue": {"orders": QUEUE}}).init()

    [change] = terraform.plan()["resource_changes"]

    assert change["change"]["after"]["visibility_timeout_seconds"] == 30
    assert change["change"]["after"]["fifo_queue"] is False


def test_to_write_down_a_default_changes_nothing(terraform: Terraform) -> None:
    terraform.write({"aws_sqs_queue": {"orders": QUEUE}}).init().apply()

    terraform.write({"aws_sqs_queue": {"orders": {**QUEUE, "visibility_timeout_seconds": 30}}})

    assert terraform.actions() == {}


def test_to_take_an_argument_away_goes_back_to_its_default(terraform: Terraform) -> None:
    terraform.write({"aws_sqs_queue": {"orders": {**QUEUE, "delay_seconds": 9}}}).init().apply()

    terraform.write({"aws_sqs_queue": {"orders": QUEUE}})

    assert terraform.actions() == {"aws_sqs_queue.orders": ["update"]}
    terraform.apply()
    assert terraform.state("aws_sqs_queue.orders")["delay_seconds"] == 0


def test_a_state_without_the_defaults_has_them_all_the_same(block_of: Callable[[str], Block]) -> None:
    block = block_of("aws_sqs_queue")
    prior = dict.fromkeys(block.type.attributes) | QUEUE | {"region": "eu-west-1", "tags_all": {}}

    found = plan("aws_sqs_queue", block, prior, dict(prior), Settings("111111111111", "eu-west-1"))

    assert (found.planned, found.replace) == (prior, ())


def test_defaults_are_filled_in_where_a_block_is_given() -> None:
    check = [{"interval": 5, "port": None}]

    assert with_defaults("aws_lb_target_group", {"health_check": []}) == {"health_check": []}
    assert with_defaults("aws_lb_target_group", {"health_check": check}) == {
        "health_check": [{"interval": 5, "port": "traffic-port"}]
    }


@pytest.mark.parametrize("type_name", DEFAULTS)
def test_only_arguments_that_nobody_computes_have_a_default(
    type_name: str, block_of: Callable[[str], Block]
) -> None:
    for path in DEFAULTS[type_name]:
        block = block_of(type_name)
        *outer, last = path.split(".")
        for name in outer:
            block = block.blocks[name].block

        assert block.attributes[last].optional, path
        assert not block.attributes[last].computed, path
