"""Databases and caches let in security groups by name, on one port.

Checks every rule of a security group that a database, a cluster, a proxy or a cache is in: what comes in comes from
another security group, never from a range of addresses, and on a single port.
Why: a range lets in whatever gets an address in it: the next service, a forgotten instance, a peered network.

Bad:  resource "aws_vpc_security_group_ingress_rule" "in" { cidr_ipv4 = "10.0.0.0/8" … }
Good: resource "aws_vpc_security_group_ingress_rule" "in" { referenced_security_group_id = … }
"""

from __future__ import annotations

from policies.policy import scalars
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource

# Where each kind names its groups.
GROUPS = {
    "aws_db_instance": "vpc_security_group_ids",
    "aws_db_proxy": "vpc_security_group_ids",
    "aws_elasticache_cluster": "security_group_ids",
    "aws_elasticache_replication_group": "security_group_ids",
    "aws_elasticache_serverless_cache": "security_group_ids",
    "aws_rds_cluster": "vpc_security_group_ids",
}
RANGES = ("cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks", "prefix_list_id", "prefix_list_ids")


class StoresLetInNeighboursByName(ResourcePolicy):
    """Fails where a store lets in a range of addresses, or several ports."""

    identifier = "YARD_DATA_9"
    title = "Databases and caches let in only named security groups, on one port"
    severity_level = "high"
    why = "Whatever gets an address in the range could try passwords, or read what needs none."
    fix = "Open the store with its module's `allow_from(source, group)`."
    page = (
        "AWS Well-Architected Framework, SEC05-BP02 Control traffic flow within your network layers; Amazon RDS User"
        " Guide, Controlling access with security groups"
    )
    resources = ("aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule")
    keys = ("referenced_security_group_id", "cidr_ipv4", "from_port", "to_port")

    def holds(self, resource: Resource) -> bool | None:
        """True where each rule is narrow; None where no store is in the group."""
        arguments = resource.arguments
        if arguments.text("type") == "egress":
            return None
        if resource.kind == "aws_security_group":
            owners, rules = [resource], arguments.blocks("ingress")
        else:
            every = self.stack.resources("aws_security_group")
            owners = [one for one in every if one.is_meant_by(arguments.raw("security_group_id"))]
            rules = [arguments]
        if not any(owner.is_meant_by(value) for owner in owners for value in self._groups_of_stores()):
            return None
        return all(_is_narrow(rule) for rule in rules)

    def _groups_of_stores(self) -> list[str]:
        return [
            str(group)
            for kind, argument in GROUPS.items()
            for store in self.stack.resources(kind)
            for group in store.arguments.all(argument)
        ]


def _is_narrow(rule: Arguments) -> bool:
    ports = (rule.text("from_port"), rule.text("to_port"))
    return (
        not any(list(scalars(rule.raw(name))) for name in RANGES) and ports[0] != "" and ports[0] == ports[1]
    )


check = StoresLetInNeighboursByName()
