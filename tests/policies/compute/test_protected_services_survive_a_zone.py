from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_ECS_8"
PROTECTED = {"aws_kms_key": {"sign": {"lifecycle": {"prevent_destroy": True}}}}


def service(*subnets: str) -> dict[str, Any]:
    return {"aws_ecs_service": {"catalog": {"network_configuration": {"subnets": list(subnets)}}}}


def test_two_subnets_pass(failures: Failures) -> None:
    assert failures(POLICY, resource={**PROTECTED, **service("subnet-1", "subnet-2")}) == []


@pytest.mark.parametrize("subnets", [(), ("subnet-1",), ("subnet-1", "subnet-1")])
def test_one_subnet_fails_where_the_stack_is_protected(failures: Failures, subnets: tuple[str, ...]) -> None:
    assert failures(POLICY, resource={**PROTECTED, **service(*subnets)}) == [
        "dev-example: aws_ecs_service.catalog"
    ]
    assert failures(POLICY, resource=service(*subnets)) == []


def test_a_load_balancer_spans_two_too(failures: Failures) -> None:
    balancer = {"aws_lb": {"gateway": {"subnets": ["subnet-1"]}}}

    assert failures(POLICY, resource={**PROTECTED, **balancer}) == ["dev-example: aws_lb.gateway"]
