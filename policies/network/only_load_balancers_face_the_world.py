"""Nothing but a load balancer accepts connections from the whole internet.

Checks ingress rules, inside security groups and on their own, for ranges open to the world: 0.0.0.0/0, ::/0,
and any public range wider than /8, since two halves are the whole. A security group that an `aws_lb` of the
same stack uses may be open.
Why: what faces the internet is scanned within minutes; services, databases and caches answer to neighbours only.

Bad:  resource "aws_vpc_security_group_ingress_rule" "ssh" { cidr_ipv4 = "0.0.0.0/0", from_port = 22, … }
Good: resource "aws_vpc_security_group_ingress_rule" "web" { referenced_security_group_id = aws_security_group.lb.id }
"""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

from policies.policy import Policy, blocks, scalars

RANGES = ("cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6")
WIDEST_PUBLIC_PREFIX = 8
REFERENCE = re.compile(r"aws_security_group\.([A-Za-z0-9_-]+)")


class OnlyLoadBalancersFaceTheWorld(Policy, BaseResourceCheck):
    """Fails where a security group that no load balancer uses is open to the world."""

    severity_level = "critical"
    why = "What faces the internet is scanned within minutes of its start."
    fix = "Allow the load balancer's security group (referenced_security_group_id) in place of an address range."
    page = "AWS Foundational Security Best Practices, EC2.18 and EC2.19; CIS AWS Foundations Benchmark 5.2 and 5.3"

    def __init__(self) -> None:
        super().__init__(
            name="Nothing but a load balancer accepts connections from the whole internet",
            id="YARD_NET_1",
            categories=[CheckCategories.NETWORKING],
            supported_resources=[
                "aws_security_group",
                "aws_default_security_group",
                "aws_security_group_rule",
                "aws_vpc_security_group_ingress_rule",
            ],
        )

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Pass where no range is open to the world, or the group belongs to a load balancer."""
        name = self.entity_path.rsplit(":", 1)[-1]
        if self.entity_type in ("aws_security_group", "aws_default_security_group"):
            rules, group = list(blocks(conf.get("ingress"))), name
        else:
            if "egress" in scalars(conf.get("type")):
                return CheckResult.PASSED
            rules, group = [conf], _group_named(conf.get("security_group_id"))
        self.evaluated_keys = [key for key in RANGES if any(key in rule for rule in rules)]
        open_to_world = any(
            _is_world(value) for rule in rules for key in RANGES for value in scalars(rule.get(key))
        )
        if open_to_world and group not in self._groups_of_load_balancers():
            return CheckResult.FAILED
        return CheckResult.PASSED

    def _groups_of_load_balancers(self) -> set[str]:
        nodes: list[Any] = (
            [node[1] if isinstance(node, tuple) else node for node in self.graph.nodes()]
            if self.graph
            else []
        )
        return {
            _group_named(value)
            for node in nodes
            if node.get("resource_type") in ("aws_lb", "aws_alb")
            for value in scalars(node.get("security_groups"))
        } - {""}


def _group_named(value: Any) -> str:
    """The name in a reference such as `${aws_security_group.lb.id}`; empty where there is none."""
    found = next((REFERENCE.search(str(scalar)) for scalar in scalars(value)), None)
    return found.group(1) if found else ""


def _is_world(value: Any) -> bool:
    try:
        network = ip_network(str(value), strict=False)
    except ValueError:
        return False  # a reference: only the plan knows it
    if network.prefixlen == 0:
        return True
    return not network.is_private and network.prefixlen < WIDEST_PUBLIC_PREFIX


check = OnlyLoadBalancersFaceTheWorld()
