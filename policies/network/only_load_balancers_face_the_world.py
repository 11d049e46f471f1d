"""Nothing but a load balancer accepts connections from the whole internet, and that on its listeners' ports only.

Checks ingress rules, inside security groups and on their own, and lists of addresses for ranges open to the world:
0.0.0.0/0, ::/0, and any public range wider than /16 (IPv6: /32), since two halves are the whole and a cloud's machines
are anybody's. A security group that an `aws_lb` of the
same stack uses may be open on a port that a listener of the stack has (80 and 443 where the listeners are elsewhere).
Why: what faces the internet is scanned within minutes; services, databases and caches answer to neighbours only.

Bad:  resource "aws_vpc_security_group_ingress_rule" "ssh" { cidr_ipv4 = "0.0.0.0/0", from_port = 22, … }
Good: resource "aws_vpc_security_group_ingress_rule" "web" { referenced_security_group_id = aws_security_group.lb.id }
"""

from __future__ import annotations

import re
from typing import Any

from policies.policy import scalars
from policies.ranges import is_world
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource

RANGES = ("cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6")
WEB = frozenset({"80", "443"})
REFERENCE = re.compile(r"aws_security_group\.([A-Za-z0-9_-]+)")


class OnlyLoadBalancersFaceTheWorld(ResourcePolicy):
    """Fails where a rule is open to the world and is not for a listener of a load balancer."""

    identifier = "YARD_NET_1"
    title = "Nothing but a load balancer accepts connections from the whole internet"
    severity_level = "critical"
    why = "What faces the internet is scanned within minutes of its start."
    fix = "Allow the load balancer's security group (referenced_security_group_id) in place of an address range."
    page = "AWS Foundational Security Best Practices, EC2.18 and EC2.19; CIS AWS Foundations Benchmark 5.2 and 5.3"
    resources = (
        "aws_security_group",
        "aws_default_security_group",
        "aws_security_group_rule",
        "aws_vpc_security_group_ingress_rule",
        "aws_ec2_managed_prefix_list",
        "aws_ec2_managed_prefix_list_entry",
    )
    keys = (*RANGES, "cidr")

    def holds(self, resource: Resource) -> bool:
        """True where each rule that is open to the world is a listener's."""
        arguments = resource.arguments
        if resource.kind.startswith("aws_ec2_managed_prefix_list"):
            return not any(map(is_world, [*arguments.all("cidr"), *arguments.all("entry", "cidr")]))
        if resource.kind in ("aws_security_group", "aws_default_security_group"):
            rules, group = arguments.blocks("ingress"), resource.name
        elif arguments.text("type") == "egress":
            return True
        else:
            rules, group = [arguments], _group_named(arguments.raw("security_group_id"))
        return not any(_faces_the_world(rule) and not self._is_of_a_listener(rule, group) for rule in rules)

    def _is_of_a_listener(self, rule: Arguments, group: str) -> bool:
        groups = {
            _group_named(value)
            for balancer in self.stack.resources("aws_lb", "aws_alb")
            for value in balancer.arguments.all("security_groups")
        }
        listeners = self.stack.resources("aws_lb_listener", "aws_alb_listener")
        ports = {listener.arguments.text("port") for listener in listeners} or WEB
        port = rule.text("from_port")
        return bool(group) and group in groups and port in ports and port == rule.text("to_port")


def _group_named(value: Any) -> str:
    """The name in a reference such as `${aws_security_group.lb.id}`; empty where there is none."""
    found = next((REFERENCE.search(str(scalar)) for scalar in scalars(value)), None)
    return found.group(1) if found else ""


def _faces_the_world(rule: Arguments) -> bool:
    return any(is_world(value) for key in RANGES for value in rule.all(key))


check = OnlyLoadBalancersFaceTheWorld()
