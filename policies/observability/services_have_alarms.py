"""What runs a service's code is watched: an alarm in its stack tells a topic.

Checks that a stack with an ECS service, a Lambda function or a Deployment has an alarm with an action.
Why: otherwise customers are the first to notice that it is broken.

Bad:  a stack with aws_ecs_service and no aws_cloudwatch_metric_alarm, or with alarms that tell nobody
Good: aws_cloudwatch_metric_alarm with alarm_actions = [aws_sns_topic.alarms.arn]
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

# Scaling makes alarms of its own, whose action is a scaling policy.
TOPIC = ":sns:", "aws_sns_topic", "aws_sns_topicalarms"


# Where what serves requests or runs code is measured; an alarm on a queue alone does not tell that nobody answers.
NAMESPACES = frozenset(
    {
        "AWS/ApplicationELB",
        "AWS/ECS",
        "AWS/Lambda",
        "AWS/ApiGateway",
        "ContainerInsights",
        "ECS/ContainerInsights",
    }
)


class ServicesHaveAlarms(ResourcePolicy):
    """Fails where nothing in the stack would wake anybody."""

    identifier = "YARD_ALARM_1"
    title = "Each service has alarms that tell somebody"
    severity_level = "medium"
    why = "Customers would be the first to notice that it is broken."
    fix = "Give the service's signals to ServiceWatch, which makes an alarm for each that has a threshold."
    page = (
        "AWS Well-Architected Framework, OPS08-BP04 Create actionable alerts and REL06-BP03 Send notifications"
        " (Real-time processing and alarming)"
    )
    resources = (
        "aws_ecs_service",
        "aws_lambda_function",
        "kubernetes_deployment_v1",
        "kubernetes_deployment",
    )
    keys = ("name", "function_name")

    def holds(self, resource: Resource) -> bool:  # noqa: ARG002 - any alarm of the stack watches the service
        """True where an alarm tells a topic and its actions are not switched off."""
        return any(
            alarm.arguments.text("actions_enabled").lower() != "false"
            and any(mark in str(alarm.arguments.raw("alarm_actions")) for mark in TOPIC)
            and not NAMESPACES.isdisjoint(_namespaces(alarm))
            for alarm in self.stack.resources("aws_cloudwatch_metric_alarm")
        )


def _namespaces(alarm: Resource) -> set[str]:
    found = [*alarm.arguments.all("namespace"), *alarm.arguments.all("metric_query", "metric", "namespace")]
    return set(map(str, found))


check = ServicesHaveAlarms()
