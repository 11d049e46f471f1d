"""ECS cluster for Fargate tasks.

Defines: the cluster with container insights, its capacity providers Fargate and Fargate Spot.
Leaves to the caller: services, and the share of Spot that each of them takes.
"""

from __future__ import annotations

from typing import Literal

from cdktf_cdktf_provider_aws.ecs_cluster import EcsCluster, EcsClusterSetting
from cdktf_cdktf_provider_aws.ecs_cluster_capacity_providers import (
    EcsClusterCapacityProviders,
    EcsClusterCapacityProvidersDefaultCapacityProviderStrategy,
)
from constructs import Construct


class Cluster(Construct):
    """Where services run; itself it costs nothing."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        container_insights: Literal["disabled", "enabled", "enhanced"],
    ) -> None:
        """container_insights: metrics by cluster and service (`enabled`), by task and container too (`enhanced`)."""
        super().__init__(scope, id_)
        cluster = EcsCluster(
            self,
            "Default",
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
                    capacity_provider="FARGATE", base=0, weight=1
                )
            ],
        )
        self.arn = cluster.arn
        self.name = name
