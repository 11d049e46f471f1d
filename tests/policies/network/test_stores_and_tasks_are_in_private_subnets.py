from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_NET_2"
ELSEWHERE = "${data.terraform_remote_state.n.outputs.cross-stack-output-aws_subnetvpc_TIER-eu-west-1a_1id}"
SUBNETS: dict[str, Any] = {
    "aws_subnet": {"open": {"cidr_block": "10.0.0.0/24"}, "closed": {"cidr_block": "10.0.1.0/24"}},
    "aws_route_table": {"open": {"vpc_id": "v"}, "closed": {"vpc_id": "v"}},
    "aws_route": {
        "internet": {
            "route_table_id": "${aws_route_table.open.id}",
            "gateway_id": "${aws_internet_gateway.g.id}",
        },
        "nat": {
            "route_table_id": "${aws_route_table.closed.id}",
            "nat_gateway_id": "${aws_nat_gateway.n.id}",
        },
    },
    "aws_route_table_association": {
        name: {"subnet_id": f"${{aws_subnet.{name}.id}}", "route_table_id": f"${{aws_route_table.{name}.id}}"}
        for name in ("open", "closed")
    },
}


def service(subnet: str, public_ip: bool = False) -> dict[str, Any]:
    network = {"subnets": [subnet], "assign_public_ip": public_ip}
    return {"aws_ecs_service": {"catalog": {"name": "catalog", "network_configuration": network}}}


def test_private_subnets_pass(failures: Failures) -> None:
    assert failures(POLICY, resource=service(ELSEWHERE.replace("TIER", "private"))) == []
    assert failures(POLICY, resource={**SUBNETS, **service("${aws_subnet.closed.id}")}) == []


def test_a_public_subnet_of_another_stack_fails_by_its_name(failures: Failures) -> None:
    found = failures(POLICY, resource=service(ELSEWHERE.replace("TIER", "public")))

    assert found == ["dev-example: aws_ecs_service.catalog"]


def test_a_subnet_of_the_stack_is_public_by_its_route(failures: Failures) -> None:
    assert failures(POLICY, resource={**SUBNETS, **service("${aws_subnet.open.id}")}) != []


def test_a_subnet_that_gives_addresses_is_public(failures: Failures) -> None:
    subnet = {"aws_subnet": {"a": {"map_public_ip_on_launch": True}}}

    assert failures(POLICY, resource={**subnet, **service("${aws_subnet.a.id}")}) != []


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("aws_db_subnet_group", {"subnet_ids": ["${aws_subnet.closed.id}", "${aws_subnet.open.id}"]}),
        ("aws_elasticache_subnet_group", {"subnet_ids": ["${aws_subnet.open.id}"]}),
        ("aws_lambda_function", {"vpc_config": {"subnet_ids": ["${aws_subnet.open.id}"]}}),
        ("aws_db_instance", {"publicly_accessible": True}),
    ],
)
def test_stores_and_functions_are_looked_at_too(
    failures: Failures, kind: str, arguments: dict[str, Any]
) -> None:
    assert failures(POLICY, resource={**SUBNETS, kind: {"it": arguments}}) == [f"dev-example: {kind}.it"]


def test_a_public_address_fails(failures: Failures) -> None:
    assert failures(POLICY, resource=service("subnet-1", public_ip=True)) != []
