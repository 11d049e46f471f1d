"""ECS service on Fargate.

Defines: the service.
Leaves to the caller: cluster, task definition, target group, security group, scaling.
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.ecs_service import (
    EcsService,
    EcsServiceAlarms,
    EcsServiceCapacityProviderStrategy,
    EcsServiceDeploymentCircuitBreaker,
    EcsServiceLoadBalancer,
    EcsServiceLoadBalancerAdvancedConfiguration,
    EcsServiceNetworkConfiguration,
    EcsServiceServiceRegistries,
    EcsServiceTimeouts,
)
from constructs import Construct

from modules.compute.rollout import Rollout
from modules.compute.way_in import WayIn

HEALTH_CHECK_GRACE_PERIOD_SECONDS = 60


class FargateService(Construct):
    """Keeps a number of tasks running; a deployment whose tasks do not get healthy is taken back."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        cluster_arn: str,
        task_definition_arn: str,
        initial_count: int,
        spot_percent: int,
        subnet_ids: Sequence[str],
        security_group_id: str,
        container: str,
        port: int,
        ways_in: Sequence[WayIn],
        rollout: Rollout = Rollout(),  # noqa: B008 - frozen
        traffic_role_arn: str | None = None,
        rollback_alarms: Sequence[str] = (),
        registry_arn: str | None = None,
        depends_on: Sequence[ITerraformDependable],
    ) -> None:
        """ways_in: where requests come from; none for a worker. traffic_role_arn: in which ECS shifts requests, where
        `rollout` does (`grant_traffic_shift`). rollback_alarms: names; one that begins during a deployment takes it
        back.
        initial_count: tasks at the start; scaling decides afterwards.

        spot_percent: share of the tasks beyond the first on Fargate Spot, 0 to 100. registry_arn: of the Cloud Map
        service under whose name the tasks are found (`DiscoveryService`).
        depends_on: the listener rules, without which ECS refuses the target group, and the roles' rights.
        """
        super().__init__(scope, id_)
        if rollout.shifts and not traffic_role_arn:
            raise ValueError(f"{rollout.strategy}: ECS shifts requests in a role. Give traffic_role_arn.")
        if not 0 <= spot_percent <= 100:
            raise ValueError(f"spot_percent: {spot_percent} is not a share. Use 0 to 100.")
        service = EcsService(
            self,
            "Default",
            name=name,
            cluster=cluster_arn,
            task_definition=task_definition_arn,
            desired_count=initial_count,
            capacity_provider_strategy=_capacity(spot_percent),
            network_configuration=EcsServiceNetworkConfiguration(
                subnets=list(subnet_ids), security_groups=[security_group_id], assign_public_ip=False
            ),
            load_balancer=[_load_balancer(way, container, port, traffic_role_arn) for way in ways_in] or None,
            service_registries=EcsServiceServiceRegistries(registry_arn=registry_arn)
            if registry_arn
            else None,
            health_check_grace_period_seconds=HEALTH_CHECK_GRACE_PERIOD_SECONDS if ways_in else None,
            deployment_configuration=rollout.configuration(),
            # New tasks come before old ones go: capacity never drops.
            deployment_minimum_healthy_percent=100,
            deployment_maximum_percent=200,
            deployment_circuit_breaker=EcsServiceDeploymentCircuitBreaker(enable=True, rollback=True),
            alarms=EcsServiceAlarms(enable=True, rollback=True, alarm_names=list(rollback_alarms))
            if rollback_alarms
            else None,
            availability_zone_rebalancing="ENABLED",
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            enable_execute_command=False,
            # An apply that ends well means that the new tasks run.
            wait_for_steady_state=True,
            timeouts=EcsServiceTimeouts(
                create=f"{rollout.longest_minutes}m", update=f"{rollout.longest_minutes}m"
            ),
            # hashicorp/aws replaces a service whose share of Spot changes, unless it may redeploy it
            # (source: "aws_ecs_service, capacity_provider_strategy").
            force_new_deployment=True,
            depends_on=list(depends_on),
            # ECS changes desired_count when it scales; Terraform must not put it back.
            lifecycle=TerraformResourceLifecycle(ignore_changes=["desired_count"]),
        )
        self.name = service.name


def _capacity(spot_percent: int) -> list[EcsServiceCapacityProviderStrategy]:
    """The first task is never on Spot: AWS may take all of Spot back at once."""
    strategy = [
        EcsServiceCapacityProviderStrategy(capacity_provider="FARGATE", base=1, weight=100 - spot_percent)
    ]
    if spot_percent:
        strategy.append(
            EcsServiceCapacityProviderStrategy(capacity_provider="FARGATE_SPOT", base=0, weight=spot_percent)
        )
    return strategy


def _load_balancer(
    way: WayIn, container: str, port: int, traffic_role_arn: str | None
) -> EcsServiceLoadBalancer:
    advanced = None
    if way.alternate_target_group_arn and way.production_rule_arn and traffic_role_arn:
        advanced = EcsServiceLoadBalancerAdvancedConfiguration(
            alternate_target_group_arn=way.alternate_target_group_arn,
            production_listener_rule=way.production_rule_arn,
            test_listener_rule=way.test_rule_arn,
            role_arn=traffic_role_arn,
        )
    return EcsServiceLoadBalancer(
        target_group_arn=way.target_group_arn,
        container_name=container,
        container_port=port,
        advanced_configuration=advanced,
    )
