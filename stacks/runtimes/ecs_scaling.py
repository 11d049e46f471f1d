"""How many tasks a service on ECS runs: by CPU, by requests, by the length of its queues, by the clock."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable

from modules.compute.task_scaling import TaskScaling
from modules.edge.target_group import TargetGroup
from modules.observability.metric import Metric
from stacks.runtimes.workload import Parts
from yard.config import Environment, Service


def scale(
    parts: Parts,
    *,
    ecs_service: str,
    target_groups: Sequence[TargetGroup],
    depends_on: Sequence[ITerraformDependable],
) -> None:
    """Make limits and targets. ecs_service: its name. target_groups: of the gateway; depends_on: what they wait for."""
    least, most = task_limits(parts.service, parts.environment)
    cluster = parts.platform.cluster.name
    scaling = TaskScaling(
        parts.stack,
        "scaling",
        cluster=cluster,
        service=ecs_service,
        min_tasks=least if parts.released else 0,
        max_tasks=most,
    )
    wanted = parts.service.scale
    scaling.track_cpu(wanted.cpu)
    if wanted.requests_per_task and target_groups:
        _follow_requests(parts, scaling, wanted.requests_per_task, target_groups, depends_on)
    if wanted.messages_per_task:
        _follow_queues(parts, scaling, wanted.messages_per_task, ecs_service)
    for index, entry in enumerate(wanted.schedule if parts.released else ()):
        scaling.schedule(f"schedule-{index}", cron=entry.cron, min_tasks=entry.min, max_tasks=entry.max)


def _follow_requests(
    parts: Parts,
    scaling: TaskScaling,
    per_minute: int,
    target_groups: Sequence[TargetGroup],
    depends_on: Sequence[ITerraformDependable],
) -> None:
    balancer = parts.platform.load_balancer.arn_suffix
    if len(target_groups) == 1:
        label = f"{balancer}/{target_groups[0].arn_suffix}"
        scaling.track_requests(per_minute, resource_label=label, depends_on=depends_on)
        return
    # The tasks are in one group or in the other, and the metric that AWS has ready is of one.
    metrics = {}
    for index, group in enumerate(target_groups):
        dimensions = {"LoadBalancer": balancer, "TargetGroup": group.arn_suffix}
        metrics[f"requests{index}"] = Metric("AWS/ApplicationELB", "RequestCount", dimensions, "Sum")
        metrics[f"tasks{index}"] = Metric("AWS/ApplicationELB", "HealthyHostCount", dimensions, "Average")
    requests, tasks = (
        " + ".join(f"FILL({what}{index}, 0)" for index in range(len(target_groups)))
        for what in ("requests", "tasks")
    )
    scaling.track(
        "requests",
        per_minute,
        metrics=metrics,
        expression=f"({requests}) / ({tasks})",
        depends_on=depends_on,
    )


def _follow_queues(parts: Parts, scaling: TaskScaling, per_task: int, ecs_service: str) -> None:
    """Messages that wait, in all queues together, for each task that runs.

    Source: "Application Auto Scaling User Guide, Create a target tracking scaling policy using metric math" (backlog
    per task). The number of tasks is one of Container Insights; without a task there is no data point of it.
    """
    metrics = {
        f"waiting{index}": Metric(
            "AWS/SQS", "ApproximateNumberOfMessagesVisible", {"QueueName": queue.name}, "Average"
        )
        for index, (_, queue) in enumerate(sorted(parts.data.queues.items()))
    }
    waiting = " + ".join(f"FILL({id_}, 0)" for id_ in metrics)
    dimensions = {"ClusterName": parts.platform.cluster.name, "ServiceName": ecs_service}
    metrics["tasks"] = Metric("ECS/ContainerInsights", "RunningTaskCount", dimensions, "Average")
    scaling.track(
        "messages",
        per_task,
        metrics=metrics,
        expression=f"({waiting}) / IF(FILL(tasks, 0) < 1, 1, FILL(tasks, 0))",
    )


def task_limits(service: Service, environment: Environment) -> tuple[int, int]:
    """Tasks at the least and at the most: the manifest's, else the environment's size, never crossing."""
    limits = service.scale.within(environment.defaults)
    assert limits.min is not None
    assert limits.max is not None
    return limits.min, limits.max
