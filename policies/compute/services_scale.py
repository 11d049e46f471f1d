"""Each service has limits between which it scales, and something that it scales by.

Checks that a scalable target names the service, that its upper limit is above one task and above the lower one, and
that a policy tracks a metric or steps with one.
Why: with a fixed number, a busy day turns customers away, and every night pays for the day.

Bad:  resource "aws_ecs_service" "catalog" { desired_count = 4 }
Good: with aws_appautoscaling_target (2 to 20) and aws_appautoscaling_policy on CPU
"""

from __future__ import annotations

from policies.policy import scalars
from policies.resource_policy import ResourcePolicy
from policies.stack import Resource


class ServicesScale(ResourcePolicy):
    """Fails where a service has no target, one without room, or no policy."""

    identifier = "YARD_ECS_7"
    title = "Each service scales between two limits by what it is asked to do"
    severity_level = "medium"
    why = "A busy day turns customers away, and every night pays for the day."
    fix = "Add TaskScaling (aws_appautoscaling_target with a policy) for the service."
    page = (
        "AWS Well-Architected Framework, REL07-BP01 Use automation when obtaining or scaling resources;"
        " COST09-BP03 Supply resources dynamically"
    )
    resources = ("aws_ecs_service",)
    keys = ("desired_count",)

    def holds(self, resource: Resource) -> bool | None:
        """True where a target with a policy is for this service; None where one task runs on each instance."""
        if resource.arguments.text("scheduling_strategy") == "DAEMON":
            return None
        targets = [
            target
            for target in self.stack.resources("aws_appautoscaling_target")
            if _is_for(resource, target) and _has_room(target)
        ]
        policies = self.stack.resources("aws_appautoscaling_policy")
        return any(
            target.is_meant_by(policy.arguments.raw("resource_id"))
            or policy.arguments.text("resource_id") == target.arguments.text("resource_id")
            for target in targets
            for policy in policies
        )


def _is_for(service: Resource, target: Resource) -> bool:
    return any(
        service.is_meant_by([text, text.rsplit("/", 1)[-1]])
        for text in map(str, scalars(target.arguments.raw("resource_id")))
    )


def _has_room(target: Resource) -> bool:
    low, high = target.arguments.number("min_capacity"), target.arguments.number("max_capacity")
    return low is not None and high is not None and high > max(low, 1)


check = ServicesScale()
