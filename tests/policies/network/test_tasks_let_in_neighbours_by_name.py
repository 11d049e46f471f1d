from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_NET_3"
BALANCER = "${data.terraform_remote_state.p.outputs.cross-stack-output-aws_security_groupgatewayid}"
GOOD: dict[str, Any] = {
    "security_group_id": "${aws_security_group.tasks.id}",
    "referenced_security_group_id": BALANCER,
    "ip_protocol": "tcp",
    "from_port": 8080,
    "to_port": 8080,
}


def stack(**changes: Any) -> dict[str, Any]:
    containers = json.dumps([{"name": "catalog", "portMappings": [{"containerPort": 8080}]}])
    groups = ["${aws_security_group.tasks.id}"]
    return {
        "aws_security_group": {"tasks": {"name": "tasks"}, "other": {"name": "other"}},
        "aws_ecs_service": {"catalog": {"network_configuration": {"security_groups": groups}}},
        "aws_ecs_task_definition": {"catalog": {"container_definitions": containers}},
        "aws_vpc_security_group_ingress_rule": {"in": {**GOOD, **changes}},
    }


def test_one_group_on_the_port_of_the_container_passes(failures: Failures) -> None:
    assert failures(POLICY, resource=stack()) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"cidr_ipv4": "10.0.0.0/8", "referenced_security_group_id": None},
        {"cidr_ipv6": "fd00::/8", "referenced_security_group_id": None},
        {"prefix_list_id": "pl-1", "referenced_security_group_id": None},
        {"from_port": 0, "to_port": 65535},
        {"from_port": 9000, "to_port": 9000},
        {"ip_protocol": "-1"},
        {"ip_protocol": "udp"},
    ],
)
def test_anything_wider_fails(failures: Failures, changes: dict[str, Any]) -> None:
    found = failures(POLICY, resource=stack(**changes))

    assert found == ["dev-example: aws_vpc_security_group_ingress_rule.in"]


def test_a_rule_inside_the_group_is_judged_too(failures: Failures) -> None:
    resource = stack()
    resource["aws_security_group"]["tasks"]["ingress"] = [
        {"from_port": 8080, "to_port": 8080, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/16"]}
    ]

    assert failures(POLICY, resource=resource) == ["dev-example: aws_security_group.tasks"]


def test_the_group_of_something_else_is_not_judged(failures: Failures) -> None:
    changes = {"security_group_id": "${aws_security_group.other.id}", "cidr_ipv4": "10.0.0.0/16"}

    assert failures(POLICY, resource=stack(**changes)) == []
