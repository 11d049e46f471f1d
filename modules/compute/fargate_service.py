"""ECS service on Fargate that deploys by rolling, and rolls back by itself.

Defines: service.
Leaves to the caller: task definition, target group, security group, scaling (`autoscaling.ServiceScaling`).
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.ecs_service import (
    EcsService,
    EcsServiceCapacityProviderStrategy,
    EcsServiceDeploymentCircuitBreaker,
    EcsServiceLoadBalancer,
    EcsServiceNetworkConfiguration,
)
from constructs import Construct


def capacity_shares(spot_percent: int) -> list[tuple[str, int, int]]:
    """(capacity provider, base, weight) of each: the first task on Fargate, the rest by `spot_percent`, 0 to 100."""
    if not 0 <= spot_percent <= 100:
        raise ValueError(f"spot_percent is {spot_percent}: 0 to 100")
    shares = [("FARGATE", 1, 100 - spot_percent), ("FARGATE_SPOT", 0, spot_percent)]
    return [share for share in shares if share[1] or share[2]]


class FargateService(Construct):
    """desired_count: tasks at the first apply; afterwards scaling decides. spot_percent: 0 to 100.

    target_group_arn: None for a service that takes no requests. Handles: name.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        container: str,
        port: int,
        cluster_arn: str,
        task_definition_arn: str,
        subnet_ids: Sequence[str],
        security_group_ids: Sequence[str],
        target_group_arn: str | None,
        desired_count: int,
        spot_percent: int,
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        super().__init__(scope, id)
        target = EcsServiceLoadBalancer(
            target_group_arn=target_group_arn or "", container_name=container, container_port=port
        )
        EcsService(
            self,
            "service",
            name=name,
            cluster=cluster_arn,
            task_definition=task_definition_arn,
            desired_count=desired_count,
            capacity_provider_strategy=[
                EcsServiceCapacityProviderStrategy(capacity_provider=provider, base=base, weight=weight)
                for provider, base, weight in capacity_shares(spot_percent)
            ],
            platform_version="LATEST",
            network_configuration=EcsServiceNetworkConfiguration(
                subnets=list(subnet_ids), security_groups=list(security_group_ids), assign_public_ip=False
            ),
            load_balancer=[target] if target_group_arn else None,
            health_check_grace_period_seconds=60 if target_group_arn else None,
            deployment_minimum_healthy_percent=100,
            deployment_maximum_percent=200,
            deployment_circuit_breaker=EcsServiceDeploymentCircuitBreaker(enable=True, rollback=True),
            availability_zone_rebalancing="ENABLED",
            enable_execute_command=False,
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            wait_for_steady_state=desired_count > 0,
            depends_on=list(depends_on),
            # ECS changes desired_count when it scales; Terraform must not put it back.
            lifecycle=TerraformResourceLifecycle(ignore_changes=["desired_count"]),
        )
        self.name = name
