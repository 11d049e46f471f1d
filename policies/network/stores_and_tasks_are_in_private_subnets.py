"""Tasks, functions, databases and caches are in subnets without a way in from the internet.

Checks their subnets: a subnet of the same stack by its route (one to an internet gateway makes it public), one of
another stack by the name of what is referred to (`…subnet…public…`); and that no public address is given.
Why: in a public subnet, one wrong rule of a security group is enough to put a database on the internet.

Bad:  network_configuration { assign_public_ip = true, subnets = [aws_subnet.public_a.id] }
Good: network_configuration { assign_public_ip = false, subnets = [aws_subnet.private_a.id] }
"""

from __future__ import annotations

import re

from policies.policy import scalars
from policies.resource_policy import ResourcePolicy
from policies.stack import Resource, Stack

SUBNETS: dict[str, tuple[str, ...]] = {
    "aws_db_subnet_group": ("subnet_ids",),
    "aws_ecs_service": ("network_configuration", "subnets"),
    "aws_eks_node_group": ("subnet_ids",),
    "aws_eks_fargate_profile": ("subnet_ids",),
    "aws_elasticache_subnet_group": ("subnet_ids",),
    "aws_elasticache_serverless_cache": ("subnet_ids",),
    "aws_lambda_function": ("vpc_config", "subnet_ids"),
    "aws_cloudwatch_event_target": ("ecs_target", "network_configuration", "subnets"),
    "aws_scheduler_schedule": ("target", "ecs_parameters", "network_configuration", "subnets"),
    "aws_memorydb_subnet_group": ("subnet_ids",),
    "aws_opensearch_domain": ("vpc_options", "subnet_ids"),
}
PUBLIC_ADDRESS = {
    "aws_db_instance": ("publicly_accessible",),
    "aws_rds_cluster_instance": ("publicly_accessible",),
    "aws_ecs_service": ("network_configuration", "assign_public_ip"),
    "aws_cloudwatch_event_target": ("ecs_target", "network_configuration", "assign_public_ip"),
    "aws_scheduler_schedule": ("target", "ecs_parameters", "network_configuration", "assign_public_ip"),
}
NAMED_PUBLIC = re.compile(r"subnet.*public", re.IGNORECASE)


class StoresAndTasksAreInPrivateSubnets(ResourcePolicy):
    """Fails where one of the subnets is public or a public address is given."""

    identifier = "YARD_NET_2"
    title = "Tasks, functions, databases and caches are in private subnets"
    severity_level = "high"
    why = "In a public subnet one wrong rule is enough to put a database on the internet."
    fix = "Use the private subnets for tasks and the isolated ones for data; assign no public address."
    page = (
        "AWS Well-Architected Framework, SEC05-BP01 Create network layers; AWS Foundational Security Best Practices,"
        " ECS.2 and RDS.2"
    )
    resources = tuple(sorted(SUBNETS.keys() | PUBLIC_ADDRESS.keys()))
    keys = ("subnets", "subnet_ids", "assign_public_ip", "publicly_accessible")

    def holds(self, resource: Resource) -> bool:
        """True where no subnet is public and no public address is given."""
        address = PUBLIC_ADDRESS.get(resource.kind)
        if address and resource.arguments.is_on(*address):
            return False
        path = SUBNETS.get(resource.kind)
        used = resource.arguments.all(*path) if path else []
        public = _public_subnets(self.stack) if used else []
        return not any(
            NAMED_PUBLIC.search(str(subnet)) or any(p.is_meant_by(subnet) for p in public) for subnet in used
        )


def _public_subnets(stack: Stack) -> list[Resource]:
    """The subnets of this stack whose route table leads to an internet gateway, or that give public addresses."""
    tables = [
        route.arguments.raw("route_table_id")
        for route in stack.resources("aws_route")
        if route.arguments.text("gateway_id") and not route.arguments.text("nat_gateway_id")
    ]
    routed = {str(table) for value in tables for table in scalars(value)}
    with_a_way_out = [
        table
        for table in stack.resources("aws_route_table", "aws_default_route_table")
        if any(route.text("gateway_id") for route in table.arguments.blocks("route"))
    ]
    joined = [
        association.arguments.raw("subnet_id")
        for association in stack.resources("aws_route_table_association")
        if association.arguments.text("route_table_id") in routed
        or any(table.is_meant_by(association.arguments.raw("route_table_id")) for table in with_a_way_out)
    ]
    return [
        subnet
        for subnet in stack.resources("aws_subnet")
        if subnet.arguments.is_on("map_public_ip_on_launch")
        or any(subnet.is_meant_by(value) for value in joined)
    ]


check = StoresAndTasksAreInPrivateSubnets()
