"""Alarms that take a new version of a function back while only a share of the requests goes to it.

Defines: an alarm for each rate of failures: the new version's own, and what callers see.
Leaves to the caller: the deployment that watches them; nobody is woken by these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cdktf import ITerraformDependable
from constructs import Construct

from modules.observability.alarm import Alarm
from modules.observability.metric import Metric

# Fewer failures in a minute are chance.
LEAST_FAILURES = 3
WORST_PERCENT = 5.0


@dataclass(frozen=True)
class FailureRate:
    """Failures as a share of all. worst_percent: what is still well."""

    failures: Metric
    all: Metric
    worst_percent: float


class DeploymentAlarms(Construct):
    """Each goes off with the first minute that is worse than allowed."""

    def __init__(self, scope: Construct, id_: str, *, name: str, rates: Mapping[str, FailureRate]) -> None:
        """rates: by the word that ends the alarm's name."""
        super().__init__(scope, id_)
        self.names: list[str] = []
        self.dependencies: list[ITerraformDependable] = []
        for word, rate in rates.items():
            alarm = Alarm(
                self,
                word,
                name=f"{name}-{word}",
                description=f"More than {rate.worst_percent:g} % fail ({rate.failures.namespace}"
                f" {rate.failures.name}). CodeDeploy takes the new version back.",
                metrics={"failures": rate.failures, "requests": rate.all},
                expression=f"IF(failures >= {LEAST_FAILURES}, 100 * failures / requests, 0)",
                above=rate.worst_percent,
                minutes=1,
                of_minutes=1,
            )
            self.names.append(alarm.name)
            self.dependencies += alarm.dependencies


def version_errors(function_name: str, alias: str, version: str) -> FailureRate:
    """What the new version raises or runs out of time with, of its own invocations through the alias.

    Source: "AWS Lambda Developer Guide, Types of metrics for Lambda functions, ExecutedVersion".
    """
    dimensions = {
        "FunctionName": function_name,
        "Resource": f"{function_name}:{alias}",
        "ExecutedVersion": version,
    }
    return _rate("AWS/Lambda", "Errors", "Invocations", dimensions, WORST_PERCENT)


def load_balancer_errors(
    balancer_suffix: str, target_group_suffix: str, *, share_percent: int
) -> FailureRate:
    """Answers 500 to 599 of a target group ("Application Load Balancers, CloudWatch metrics").

    share_percent: of the requests that the new version gets; the load balancer does not tell the versions apart.
    """
    dimensions = {"LoadBalancer": balancer_suffix, "TargetGroup": target_group_suffix}
    return _rate(
        "AWS/ApplicationELB",
        "HTTPCode_Target_5XX_Count",
        "RequestCount",
        dimensions,
        worst_of_all(share_percent),
    )


def api_errors(api_id: str, *, share_percent: int) -> FailureRate:
    """Answers 500 to 599 of an HTTP API ("API Gateway Developer Guide, CloudWatch metrics for HTTP APIs")."""
    return _rate("AWS/ApiGateway", "5xx", "Count", {"ApiId": api_id}, worst_of_all(share_percent))


def worst_of_all(share_percent: int) -> float:
    """How much of all requests may fail: no more than half of the new version's share, and never more than 5 %.

    A canary that gets 2 % of the requests and fails all of them makes 2 % fail: an alarm at 5 % would never see it.
    """
    return min(WORST_PERCENT, share_percent / 2)


def _rate(
    namespace: str, failures: str, requests: str, dimensions: Mapping[str, str], worst: float
) -> FailureRate:
    return FailureRate(
        Metric(namespace, failures, dimensions, "Sum"), Metric(namespace, requests, dimensions, "Sum"), worst
    )
