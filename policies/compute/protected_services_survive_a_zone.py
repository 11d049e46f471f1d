"""In a protected stack, the tasks of a service are spread over two zones at least.

Why: tasks in one subnet are in one zone, and go with it.

Bad:  network_configuration { subnets = [aws_subnet.private_a.id] }
Good: network_configuration { subnets = [aws_subnet.private_a.id, aws_subnet.private_b.id] }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource


class ProtectedServicesSurviveAZone(ResourcePolicy):
    """Fails where a protected service or load balancer has fewer than two subnets."""

    identifier = "YARD_ECS_8"
    title = "In a protected stack, services and load balancers span two availability zones at least"
    severity_level = "medium"
    why = "When the one zone fails, so does the service."
    fix = "Give it the subnets of all zones (`network.vpc.private_subnet_ids`)."
    page = (
        "AWS Well-Architected Framework, REL10-BP01 Deploy the workload to multiple locations; AWS Foundational"
        " Security Best Practices, ELB.13"
    )
    resources = ("aws_ecs_service", "aws_lb")
    keys = ("network_configuration/subnets", "subnets")

    def holds(self, resource: Resource) -> bool | None:
        """True with two subnets or more; None in a stack that protects nothing."""
        if not self.stack.is_protected:
            return None
        if resource.kind == "aws_lb":
            return len(set(resource.arguments.all("subnets"))) > 1
        return len(set(resource.arguments.all("network_configuration", "subnets"))) > 1


check = ProtectedServicesSurviveAZone()
