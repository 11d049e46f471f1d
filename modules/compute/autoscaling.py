"""Scaling of an ECS service: target tracking on CPU and on requests per task, other limits at known times.

Defines: scaling target, one policy a metric, one scheduled action a schedule.
Leaves to the caller: the service.
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.appautoscaling_policy import (
    AppautoscalingPolicy,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification,
)
from cdktf_cdktf_provider_aws.appautoscaling_scheduled_action import (
    AppautoscalingScheduledAction,
    AppautoscalingScheduledActionScalableTargetAction,
)
from cdktf_cdktf_provider_aws.appautoscaling_target import AppautoscalingTarget
from constructs import Construct

# Out quickly, in slowly. Source: "Application Auto Scaling User Guide, Define cooldown periods".
SCALE_OUT_SECONDS = 60
SCALE_IN_SECONDS = 300


class ServiceScaling(Construct):
    """cpu_percent: average to keep to. requests_per_task: a minute, None to scale on CPU alone.

    request_label: `app/NAME/ID/targetgroup/NAME/ID`, which target the requests are counted on.
    schedule: (cron as in EventBridge, min, max), UTC.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: str,
        service: str,
        min_tasks: int,
        max_tasks: int,
        cpu_percent: int,
        requests_per_task: int | None = None,
        request_label: str | None = None,
        schedule: Sequence[tuple[str, int, int]] = (),
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        super().__init__(scope, id)
        self._target = AppautoscalingTarget(
            self,
            "target",
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=f"service/{cluster}/{service}",
            min_capacity=min_tasks,
            max_capacity=max_tasks,
            depends_on=list(depends_on),
        )
        self._track("cpu", service, "ECSServiceAverageCPUUtilization", cpu_percent)
        if requests_per_task is not None and request_label is not None:
            self._track("requests", service, "ALBRequestCountPerTarget", requests_per_task, request_label)
        for index, (cron, least, most) in enumerate(schedule):
            AppautoscalingScheduledAction(
                self,
                f"schedule-{index}",
                name=f"{service}-schedule-{index}",
                service_namespace=self._target.service_namespace,
                scalable_dimension=self._target.scalable_dimension,
                resource_id=self._target.resource_id,
                schedule=f"cron({cron})",
                scalable_target_action=AppautoscalingScheduledActionScalableTargetAction(
                    min_capacity=str(least), max_capacity=str(most)
                ),
            )

    def _track(self, id: str, service: str, metric: str, value: float, label: str | None = None) -> None:
        specification = (
            AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification(
                predefined_metric_type=metric, resource_label=label
            )
        )
        AppautoscalingPolicy(
            self,
            f"{id}-tracking",
            name=f"{service}-{id}",
            policy_type="TargetTrackingScaling",
            service_namespace=self._target.service_namespace,
            scalable_dimension=self._target.scalable_dimension,
            resource_id=self._target.resource_id,
            target_tracking_scaling_policy_configuration=AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration(
                predefined_metric_specification=specification,
                target_value=value,
                scale_out_cooldown=SCALE_OUT_SECONDS,
                scale_in_cooldown=SCALE_IN_SECONDS,
            ),
        )
