from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_NET_4"
OWN = "${aws_security_group.tasks.id}"
DECLARED = {
    "port": 8080,
    "routes": ["/api/orders"],
    "called_through": "internal-load-balancer",
    "called_port": 20007,
    "calls": [{"stack": "dev-quotes", "port": 9090}, {"stack": "dev-platform", "port": 20001}],
}
INGRESS, EGRESS = "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"


def elsewhere(stack: str, output: str = "security-groupid") -> str:
    place = f"data.terraform_remote_state.cross-stack-reference-input-{stack}.outputs"
    return f"${{{place}.cross-stack-output-aws_security_group{output}}}"


GATEWAY = elsewhere("dev-platform", "gateway_security-group_B9E7BEE6id")
BALANCER = elsewhere("dev-platform", "internal-load-balancer_security-group_CDAD96C0id")


def rule(kind: str, group: str, peer: str, port: int, to_port: int | None = None) -> dict[str, Any]:
    arguments = {
        "security_group_id": group,
        "referenced_security_group_id": peer,
        "ip_protocol": "tcp",
        "from_port": port,
        "to_port": to_port or port,
    }
    return {"aws_security_group": {"tasks": {"name": "tasks"}}, kind: {"rule": arguments}}


def broken(failures: Failures, resource: dict[str, Any], **declared: Any) -> bool:
    return bool(failures(POLICY, resource=resource, locals={"declared": {**DECLARED, **declared}}))


@pytest.mark.parametrize(
    "resource",
    [
        rule(INGRESS, OWN, GATEWAY, 8080),
        rule(INGRESS, OWN, BALANCER, 8080),
        rule(INGRESS, elsewhere("dev-quotes"), OWN, 9090),
        rule(INGRESS, BALANCER, OWN, 20001),
        rule(EGRESS, GATEWAY, OWN, 8080),
        rule(EGRESS, OWN, elsewhere("dev-quotes"), 9090),
        rule(INGRESS, elsewhere("dev-cluster"), GATEWAY, 8080),
        rule(INGRESS, BALANCER, elsewhere("dev-cluster"), 20007),
    ],
)
def test_what_the_manifest_declares_passes(failures: Failures, resource: dict[str, Any]) -> None:
    assert not broken(failures, resource)


@pytest.mark.parametrize(
    ("resource", "declared"),
    [
        (rule(INGRESS, OWN, GATEWAY, 8080), {"routes": []}),
        (rule(INGRESS, OWN, BALANCER, 8080), {"called_through": ""}),
        (rule(INGRESS, OWN, GATEWAY, 9090), {}),
        (rule(INGRESS, OWN, GATEWAY, 8080, 8090), {}),
        (rule(INGRESS, OWN, elsewhere("dev-quotes"), 8080), {}),
        (rule(INGRESS, elsewhere("dev-quotes"), OWN, 8080), {}),
        (rule(INGRESS, elsewhere("dev-stock"), OWN, 9090), {}),
        (rule(INGRESS, elsewhere("dev-quotes"), OWN, 9090), {"calls": []}),
        (rule(INGRESS, GATEWAY, OWN, 20001), {}),
        (rule(INGRESS, BALANCER, elsewhere("dev-cluster"), 20008), {}),
        (rule(INGRESS, GATEWAY, elsewhere("dev-cluster"), 20007), {}),
        (rule(INGRESS, BALANCER, elsewhere("dev-cluster"), 20007), {"called_through": ""}),
        (rule(EGRESS, OWN, elsewhere("dev-stock"), 9090), {}),
        (rule(INGRESS, elsewhere("dev-quotes"), elsewhere("dev-stock"), 9090), {}),
        (rule(INGRESS, OWN, "sg-0123456789abcdef0", 22), {}),
        (rule(EGRESS, OWN, "sg-0123456789abcdef0", 5432), {}),
    ],
)
def test_what_it_does_not_declare_fails(
    failures: Failures, resource: dict[str, Any], declared: dict[str, Any]
) -> None:
    assert broken(failures, resource, **declared)


def test_a_rule_between_groups_of_the_stack_and_one_for_a_range_are_judged_elsewhere(
    failures: Failures,
) -> None:
    inside = rule(INGRESS, OWN, "${aws_security_group.database.id}", 5432)
    in_a_range = rule(INGRESS, OWN, GATEWAY, 22)
    del in_a_range[INGRESS]["rule"]["referenced_security_group_id"]

    assert not broken(failures, inside)
    assert not broken(failures, in_a_range)


def test_a_stack_that_is_no_services_declares_nothing(failures: Failures) -> None:
    assert failures(POLICY, resource=rule(INGRESS, OWN, GATEWAY, 22)) == []
