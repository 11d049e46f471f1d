from __future__ import annotations

from collections.abc import Callable

import pytest

POLICY = "YARD_NET_1"
WORLD = ["0.0.0.0/0", "::/0", "0.0.0.0/1", "64.0.0.0/2", "2000::/3"]
NEIGHBOURS = ["10.0.0.0/8", "10.20.0.0/16", "192.168.0.0/16", "203.0.113.7/32", "52.94.0.0/16"]


def rule(address_range: str, group: str = "${aws_security_group.tasks.id}") -> dict[str, object]:
    key = "cidr_ipv6" if ":" in address_range else "cidr_ipv4"
    return {
        "security_group_id": group,
        key: address_range,
        "ip_protocol": "tcp",
        "from_port": 22,
        "to_port": 22,
    }


def inline(address_range: str) -> dict[str, object]:
    return {"name": "tasks", "ingress": [{"from_port": 22, "to_port": 22, "protocol": "tcp",
                                          "cidr_blocks": [address_range], "ipv6_cidr_blocks": None}]}  # fmt: skip


@pytest.mark.parametrize("address_range", WORLD)
def test_a_rule_open_to_the_world_fails(failures: Callable[..., list[str]], address_range: str) -> None:
    found = failures(POLICY, resource={"aws_vpc_security_group_ingress_rule": {"ssh": rule(address_range)}})

    assert found == ["dev-example: aws_vpc_security_group_ingress_rule.ssh"]


@pytest.mark.parametrize("address_range", NEIGHBOURS)
def test_a_rule_for_neighbours_passes(failures: Callable[..., list[str]], address_range: str) -> None:
    assert (
        failures(POLICY, resource={"aws_vpc_security_group_ingress_rule": {"ssh": rule(address_range)}}) == []
    )


def test_a_group_with_an_inline_rule_open_to_the_world_fails(failures: Callable[..., list[str]]) -> None:
    found = failures(POLICY, resource={"aws_security_group": {"tasks": inline("0.0.0.0/0")}})

    assert found == ["dev-example: aws_security_group.tasks"]


def test_the_old_rule_resource_is_looked_at_too(failures: Callable[..., list[str]]) -> None:
    resource = {"type": "ingress", "security_group_id": "sg-1", "cidr_blocks": ["0.0.0.0/0"]}

    assert failures(POLICY, resource={"aws_security_group_rule": {"ssh": resource}}) != []
    assert (
        failures(POLICY, resource={"aws_security_group_rule": {"out": resource | {"type": "egress"}}}) == []
    )


BALANCER = "${aws_security_group.balancer.id}"


def behind_a_balancer(port: int, *listeners: int) -> dict[str, object]:
    return {
        "aws_security_group": {"balancer": {"name": "balancer"}, "tasks": {"name": "tasks"}},
        "aws_lb": {"balancer": {"name": "dev", "security_groups": [BALANCER]}},
        "aws_lb_listener": {f"on-{one}": {"port": one, "protocol": "HTTP"} for one in listeners},
        "aws_vpc_security_group_ingress_rule": {
            "web": {**rule("0.0.0.0/0", BALANCER), "from_port": port, "to_port": port},
            "ssh": rule("0.0.0.0/0"),
        },
    }


@pytest.mark.parametrize(("port", "listeners"), [(443, (80, 443)), (8443, (8443,)), (80, ()), (443, ())])
def test_the_group_of_a_load_balancer_may_face_the_world_on_its_listeners_ports(
    failures: Callable[..., list[str]], port: int, listeners: tuple[int, ...]
) -> None:
    found = failures(POLICY, resource=behind_a_balancer(port, *listeners))

    assert found == ["dev-example: aws_vpc_security_group_ingress_rule.ssh"]


@pytest.mark.parametrize(("port", "listeners"), [(22, (80, 443)), (22, ()), (443, (80,))])
def test_a_port_without_a_listener_may_not_face_the_world(
    failures: Callable[..., list[str]], port: int, listeners: tuple[int, ...]
) -> None:
    found = failures(POLICY, resource=behind_a_balancer(port, *listeners))

    assert "dev-example: aws_vpc_security_group_ingress_rule.web" in found


def test_egress_may_go_anywhere(failures: Callable[..., list[str]]) -> None:
    group = {"name": "tasks", "egress": [{"cidr_blocks": ["0.0.0.0/0"], "from_port": 443, "to_port": 443}]}

    assert failures(POLICY, resource={"aws_security_group": {"tasks": group}}) == []
