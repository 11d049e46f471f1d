"""Scaling of an ECS service: as many tasks as the load needs, between two limits.

Defines: the scaling target, target tracking on CPU, on requests per target and on any expression over metrics, changes
of the limits by schedule.
Leaves to the caller: the service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.appautoscaling_policy import AppautoscalingPolicy
from cdktf_cdktf_provider_aws.appautoscaling_policy import (
    AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration as TargetTracking,
)
from cdktf_cdktf_provider_aws.appautoscaling_policy import (
    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecification as CustomizedMetric,
)
from cdktf_cdktf_provider_aws.appautoscaling_policy import (
    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetrics as MetricQuery,
)
from cdktf_cdktf_provider_aws.appautoscaling_policy import (
    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification as PredefinedMetric,
)
from cdktf_cdktf_provider_aws.appautoscaling_scheduled_action import (
    AppautoscalingScheduledAction,
    AppautoscalingScheduledActionScalableTargetAction,
)
from cdktf_cdktf_provider_aws.appautoscaling_target import AppautoscalingTarget
from constructs import Construct

from modules.observability.metric import Metric

# Out fast, in slowly: a task too many costs cents, one too few costs requests.
SCALE_OUT_COOLDOWN_SECONDS = 60
SCALE_IN_COOLDOWN_SECONDS = 300


class TaskScaling(Construct):
    """Limits and targets; several targets together give the largest of their counts."""

    def __init__(
        self, scope: Construct, id_: str, *, cluster: str, service: str, min_tasks: int, max_tasks: int
    ) -> None:
        """cluster, service: by name. Raises ValueError unless 0 <= min_tasks <= max_tasks."""
        super().__init__(scope, id_)
        _check_limits(min_tasks, max_tasks)
        self._target = AppautoscalingTarget(
            self,
            "Default",
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=f"service/{cluster}/{service}",
            min_capacity=min_tasks,
            max_capacity=max_tasks,
        )

    def track_cpu(self, percent: int) -> None:
        """Keep the tasks' average CPU at `percent`."""
        self._track("cpu", "ECSServiceAverageCPUUtilization", percent)

    def track_requests(
        self, per_minute: int, *, resource_label: str, depends_on: Sequence[ITerraformDependable]
    ) -> None:
        """Keep requests a minute and task at `per_minute`.

        resource_label: `<load balancer's ARN suffix>/<target group's>`. depends_on: the listener rules, since the
        metric exists once the group has a load balancer.
        """
        self._track("requests", "ALBRequestCountPerTarget", per_minute, resource_label, depends_on)

    def track(
        self,
        role: str,
        target: int,
        *,
        metrics: Mapping[str, Metric],
        expression: str,
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        """Keep an expression over metrics at `target`: something for each task, or the tasks would not follow it.

        role: a word for the policy. metrics: id -> metric, as `expression` names them. Source: "Application Auto
        Scaling User Guide, Create a target tracking scaling policy using metric math".
        """
        queries = [
            MetricQuery(id=id_, metric_stat=_stat(metric), return_data=False)
            for id_, metric in metrics.items()
        ]
        result = MetricQuery(id="result", expression=expression, label=role, return_data=True)
        specification = CustomizedMetric(metrics=[*queries, result])
        self._policy(role, target, depends_on, customized=specification)

    def schedule(self, id_: str, *, cron: str, min_tasks: int, max_tasks: int) -> None:
        """Other limits from a moment on. cron: minutes hours day-of-month month day-of-week year, UTC."""
        _check_limits(min_tasks, max_tasks)
        AppautoscalingScheduledAction(
            self,
            id_,
            name=id_,
            service_namespace=self._target.service_namespace,
            scalable_dimension=self._target.scalable_dimension,
            resource_id=self._target.resource_id,
            schedule=f"cron({cron})",
            scalable_target_action=AppautoscalingScheduledActionScalableTargetAction(
                min_capacity=str(min_tasks), max_capacity=str(max_tasks)
            ),
        )

    def _track(
        self,
        role: str,
        metric: str,
        target: int,
        resource_label: str | None = None,
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        specification = PredefinedMetric(predefined_metric_type=metric, resource_label=resource_label)
        self._policy(role, target, depends_on, predefined=specification)

    def _policy(
        self,
        role: str,
        target: int,
        depends_on: Sequence[ITerraformDependable],
        *,
        predefined: PredefinedMetric | None = None,
        customized: CustomizedMetric | None = None,
    ) -> None:
        AppautoscalingPolicy(
            self,
            role,
            name=role,
            policy_type="TargetTrackingScaling",
            service_namespace=self._target.service_namespace,
            scalable_dimension=self._target.scalable_dimension,
            resource_id=self._target.resource_id,
            target_tracking_scaling_policy_configuration=TargetTracking(
                target_value=target,
                scale_out_cooldown=SCALE_OUT_COOLDOWN_SECONDS,
                scale_in_cooldown=SCALE_IN_COOLDOWN_SECONDS,
                predefined_metric_specification=predefined,
                customized_metric_specification=customized,
            ),
            depends_on=list(depends_on) or None,
        )


def _stat(metric: Metric) -> dict[str, Any]:
    """As a plain value: the bindings' names for these blocks are longer than a line."""
    dimensions = [{"name": name, "value": value} for name, value in metric.dimensions.items()]
    return {
        "stat": metric.statistic,
        "metric": {"namespace": metric.namespace, "metric_name": metric.name, "dimensions": dimensions},
    }


def _check_limits(min_tasks: int, max_tasks: int) -> None:
    if not 0 <= min_tasks <= max_tasks:
        raise ValueError(
            f"{min_tasks} to {max_tasks} tasks: the first must be 0 or more and at most the second."
        )
