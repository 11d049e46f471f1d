"""ECS cluster on Fargate and Fargate Spot, with Container Insights.

Defines: cluster, its capacity providers, its namespace-free defaults.
Leaves to the caller: services, which choose their own share of Spot.
"""

from __future__ import annotations

from typing import Literal

from cdktf_cdktf_provider_aws.ecs_cluster import EcsCluster as AwsEcsCluster
from cdktf_cdktf_provider_aws.ecs_cluster import EcsClusterSetting
from cdktf_cdktf_provider_aws.ecs_cluster_capacity_providers import (
    EcsClusterCapacityProviders,
    EcsClusterCapacityProvidersDefaultCapacityProviderStrategy,
)
from constructs import Construct


class EcsCluster(Construct):
    """container_insights: `disabled`, `enabled`, or `enhanced` (per task, costs more). Handles: arn, name."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        container_insights: Literal["disabled", "enabled", "enhanced"],
    ) -> None:
        super().__init__(scope, id)
        cluster = AwsEcsCluster(
            self,
            "cluster",
            name=name,
            setting=[EcsClusterSetting(name="containerInsights", value=container_insights)],
        )
        EcsClusterCapacityProviders(
            self,
            "capacity-providers",
            cluster_name=cluster.name,
            capacity_providers=["FARGATE", "FARGATE_SPOT"],
            default_capacity_provider_strategy=[
                EcsClusterCapacityProvidersDefaultCapacityProviderStrategy(
                    capacity_provider="FARGATE", base=1, weight=1
                )
            ],
        )
        self.arn: str = cluster.arn
        self.name = name
