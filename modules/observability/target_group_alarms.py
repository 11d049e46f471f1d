"""Alarms that tell a bad version by what the load balancer sees of it.

Defines: for each target group an alarm on errors and one on unhealthy targets.
Leaves to the caller: what happens then; ECS takes a deployment back (`FargateService(rollback_alarms=...)`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable
from constructs import Construct

from modules.observability.alarm import Alarm
from modules.observability.metric import Metric

NAMESPACE = "AWS/ApplicationELB"
# With fewer requests a minute, one failed request alone would be a percentage.
FEWEST_REQUESTS = 20


class TargetGroupAlarms(Construct):
    """Two alarms a group, not one over all: with a small share of the requests a bad version would be lost in the sum.

    Source: "CloudWatch metrics for your Application Load Balancer".
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        load_balancer: str,
        target_groups: Mapping[str, str],
        error_percent: int = 5,
        topics: Sequence[str] = (),
    ) -> None:
        """name: the alarms' names begin so. load_balancer: its ARN suffix.

        target_groups: a word for each -> its ARN suffix. error_percent: share of answers from 500 on, beyond which an
        alarm begins within two minutes. topics: ARNs.
        """
        super().__init__(scope, id_)
        self.names: list[str] = []
        self.dependencies: list[ITerraformDependable] = []
        for word, suffix in target_groups.items():
            dimensions = {"LoadBalancer": load_balancer, "TargetGroup": suffix}
            errors = Metric(NAMESPACE, "HTTPCode_Target_5XX_Count", dimensions, "Sum")
            requests = Metric(NAMESPACE, "RequestCount", dimensions, "Sum")
            unhealthy = Metric(NAMESPACE, "UnHealthyHostCount", dimensions, "Maximum")
            bad = Alarm(
                self,
                f"{word}-errors",
                name=f"{name}-{word}-errors",
                description=f"More than {error_percent} % of the answers are errors. Look at the service's logs.",
                metrics={"errors": errors, "requests": requests},
                # Without an error there is no data point of errors.
                expression=f"IF(requests >= {FEWEST_REQUESTS}, 100 * FILL(errors, 0) / requests, 0)",
                above=error_percent,
                minutes=2,
                of_minutes=3,
                topics=topics,
            )
            sick = Alarm(
                self,
                f"{word}-unhealthy",
                name=f"{name}-{word}-unhealthy",
                description="A target fails its health check. Look at the service's health path and logs.",
                metrics={"unhealthy": unhealthy},
                above=0,
                minutes=3,
                of_minutes=3,
                topics=topics,
            )
            self.names += [bad.name, sick.name]
            self.dependencies += [*bad.dependencies, *sick.dependencies]
