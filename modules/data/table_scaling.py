"""Capacity of a DynamoDB table that follows its load.

Defines: scaling targets and policies for reads and writes of the table and of each of its indexes.
Leaves to the caller: the table, which Terraform must not set back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.appautoscaling_policy import (
    AppautoscalingPolicy,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification,
)
from cdktf_cdktf_provider_aws.appautoscaling_target import AppautoscalingTarget
from constructs import Construct

# What is used of what is paid for, on average; the rest takes a burst until more is there.
USED_PERCENT = 70
# Source: "Application Auto Scaling User Guide, Amazon DynamoDB and Application Auto Scaling".
METRICS = {"Read": "DynamoDBReadCapacityUtilization", "Write": "DynamoDBWriteCapacityUtilization"}


@dataclass(frozen=True)
class Capacity:
    """Units a second, at the least and at the most: 1 to 40000."""

    read: int
    write: int
    max_read: int
    max_write: int

    def __post_init__(self) -> None:
        for least, most in ((self.read, self.max_read), (self.write, self.max_write)):
            if not 1 <= least <= most:
                raise ValueError(
                    f"{least} to {most} units: the first must be 1 or more and at most the second."
                )

    def limits(self, kind: str) -> tuple[int, int]:
        """Least and most of `Read` or `Write`."""
        return (self.read, self.max_read) if kind == "Read" else (self.write, self.max_write)


class TableScaling(Construct):
    """Keeps what is used near 70 % of what is paid for."""

    def __init__(
        self, scope: Construct, id_: str, *, table: str, indexes: Sequence[str], capacity: Capacity
    ) -> None:
        super().__init__(scope, id_)
        for kind in METRICS:
            self._scale("table", f"table/{table}", kind, capacity)
            for index in indexes:
                self._scale("index", f"table/{table}/index/{index}", kind, capacity, role=f"index-{index}")

    def _scale(
        self, what: str, resource_id: str, kind: str, capacity: Capacity, *, role: str = "table"
    ) -> None:
        least, most = capacity.limits(kind)
        target = AppautoscalingTarget(
            self,
            f"{role}-{kind.lower()}",
            service_namespace="dynamodb",
            scalable_dimension=f"dynamodb:{what}:{kind}CapacityUnits",
            resource_id=resource_id,
            min_capacity=least,
            max_capacity=most,
        )
        AppautoscalingPolicy(
            self,
            f"{role}-{kind.lower()}-tracking",
            name=f"{kind.lower()}-capacity",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration=AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration(
                target_value=USED_PERCENT,
                predefined_metric_specification=AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification(
                    predefined_metric_type=METRICS[kind]
                ),
            ),
        )
