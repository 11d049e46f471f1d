"""A deployment whose tasks do not get healthy is taken back by itself, and capacity does not drop meanwhile.

Checks the deployment circuit breaker with rollback of services that ECS deploys, and that all tasks stay until new
ones are healthy.
Why: without it a faulty release is retried for ever, and the service is short of tasks until somebody looks.

Bad:  resource "aws_ecs_service" "catalog" { deployment_circuit_breaker { enable = true, rollback = false } }
Good: resource "aws_ecs_service" "catalog" { deployment_circuit_breaker { enable = true, rollback = true } }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource


class DeploymentsRollBack(ResourcePolicy):
    """Fails where a failed deployment stays, or a deployment takes tasks away first."""

    identifier = "YARD_ECS_6"
    title = "A failed deployment is taken back by itself, and capacity does not drop meanwhile"
    severity_level = "medium"
    why = "A faulty release would be retried for ever while the service is short of tasks."
    fix = "Set deployment_circuit_breaker with enable and rollback, and deployment_minimum_healthy_percent to 100."
    page = "AWS Well-Architected Framework, OPS06-BP04 Automate testing and rollback"
    resources = ("aws_ecs_service",)
    keys = ("deployment_circuit_breaker", "deployment_minimum_healthy_percent")

    def holds(self, resource: Resource) -> bool | None:
        """True with both switches; None where CodeDeploy or somebody else deploys."""
        arguments = resource.arguments
        if arguments.text("deployment_controller", "type") not in ("", "ECS"):
            return None
        percent = arguments.number("deployment_minimum_healthy_percent")
        return (
            arguments.is_on("deployment_circuit_breaker", "enable")
            and arguments.is_on("deployment_circuit_breaker", "rollback")
            and (percent is None or percent >= 100)
        )


check = DeploymentsRollBack()
