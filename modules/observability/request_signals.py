"""What is watched of requests: rate, errors, duration, and whether anybody is there to answer.

Sources: "CloudWatch metrics for your Application Load Balancer"; "The RED Method" (rate, errors, duration).
"""

from __future__ import annotations

from modules.observability.metric import Metric
from modules.observability.signal import Signal

NAMESPACE = "AWS/ApplicationELB"
ERROR_PERCENT = 5
# Fewer requests a minute than this tell nothing: one of three is 33 %.
LEAST_REQUESTS = 10
SLOW_SECONDS = 2


def target_group_signals(balancer: str, group: str) -> list[Signal]:
    """Of one target group of one load balancer. balancer, group: their `arn_suffix`."""

    def metric(name: str, statistic: str, label: str = "") -> Metric:
        return Metric(NAMESPACE, name, {"LoadBalancer": balancer, "TargetGroup": group}, statistic, label)

    return [
        Signal(
            "errors",
            "Requests and errors",
            f"More than {ERROR_PERCENT} % of the requests end with an error of the service. Look at its logs, and at"
            " what was deployed last.",
            {
                "requests": metric("RequestCount", "Sum"),
                "errors": metric("HTTPCode_Target_5XX_Count", "Sum"),
            },
            f"IF(requests > {LEAST_REQUESTS}, 100 * FILL(errors, 0) / requests, 0)",
            above=ERROR_PERCENT,
            unit="a minute",
        ),
        Signal(
            "latency",
            "Latency p99",
            f"One of a hundred requests takes more than {SLOW_SECONDS} s. Look at what the service calls, and at its"
            " load.",
            {"latency": metric("TargetResponseTime", "p99")},
            above=SLOW_SECONDS,
            unit="seconds",
        ),
        Signal(
            "unhealthy",
            "Healthy and unhealthy targets",
            "Targets fail their health check and get no requests. Look at the service's logs and events.",
            {"unhealthy": metric("UnHealthyHostCount", "Maximum")},
            above=0,
            minutes=5,
            of_minutes=5,
        ),
    ]


def task_signals(cluster: str, service: str) -> list[Signal]:
    """Of one ECS service: whether its tasks run, and how much of them it uses, on which scaling acts.

    Sources: "Amazon ECS Developer Guide, Amazon ECS CloudWatch metrics", "Amazon CloudWatch User Guide, Amazon ECS
    Container Insights metrics".
    """
    dimensions = {"ClusterName": cluster, "ServiceName": service}
    return [
        Signal(
            "tasks",
            "Tasks wanted and running",
            "Fewer tasks run than are wanted: they do not start, or end by themselves. Look at the service's events.",
            {
                "wanted": Metric("ECS/ContainerInsights", "DesiredTaskCount", dimensions, "Average"),
                "running": Metric("ECS/ContainerInsights", "RunningTaskCount", dimensions, "Average"),
            },
            "wanted - running",
            above=0,
            # A task that is replaced is back within that time.
            minutes=10,
            of_minutes=10,
        ),
        Signal(
            "use",
            "CPU and memory of the tasks",
            "",
            {
                "cpu": Metric("AWS/ECS", "CPUUtilization", dimensions, "Average"),
                "memory": Metric("AWS/ECS", "MemoryUtilization", dimensions, "Average"),
            },
            unit="percent",
        ),
    ]
