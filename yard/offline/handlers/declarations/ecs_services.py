"""ECS services. The emulated ECS keeps them and runs nothing."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Declaration, changes, creates, imports, reads
from yard.offline.handlers.declarations.ecs import TAGS

SERVICE = {"cluster": "cluster", "service": "name"}
# Arguments of a service that can change in place and that UpdateService has by the same name, or nearly so.
SERVICE_CHANGES = (
    "alarms availability_zone_rebalancing capacity_provider_strategy deployment_circuit_breaker "
    "deployment_configuration "
    "deployment_maximum_percent deployment_minimum_healthy_percent desired_count enable_ecs_managed_tags "
    "enable_execute_command force_new_deployment health_check_grace_period_seconds load_balancer "
    "network_configuration ordered_placement_strategy placement_constraints platform_version propagate_tags "
    "service_connect_configuration service_registries task_definition volume_configuration triggers"
)


def task_network(values: Values) -> dict[str, Any] | None:
    """Subnets and security groups of a service's tasks."""
    for block in values.get("network_configuration") or []:
        public = "ENABLED" if block.get("assign_public_ip") else "DISABLED"
        return {"awsvpcConfiguration": {**block, "assign_public_ip": public}}
    return None


def deployment(values: Values) -> dict[str, Any] | None:
    """How a new version takes over, how many tasks may be too many or too few, and what happens if it fails.

    Terraform has this in several arguments, of which AWS makes one.
    """
    found = {
        **next(iter(values.get("deployment_configuration") or []), {}),
        "maximumPercent": values.get("deployment_maximum_percent"),
        "minimumHealthyPercent": values.get("deployment_minimum_healthy_percent"),
        "deploymentCircuitBreaker": values.get("deployment_circuit_breaker") or None,
        "alarms": values.get("alarms") or None,
    }
    return {name: value for name, value in found.items() if value is not None} or None


def seen_network(service: dict[str, Any]) -> list[Values] | None:
    """Subnets and security groups of a service's tasks, as a block."""
    network = service.get("networkConfiguration", {}).get("awsvpcConfiguration")
    if network is None:
        return None
    return [
        {
            "assign_public_ip": network.get("assignPublicIp") == "ENABLED",
            "security_groups": network.get("securityGroups", []),
            "subnets": network["subnets"],
        }
    ]


def describe_service(answer: Any, values: Values) -> Any:
    """A service that is not being deleted. One with a capacity provider strategy has no launch type."""
    service = next((service for service in answer["services"] if service["status"] == "ACTIVE"), None)
    if service and values.get("capacity_provider_strategy"):
        return {**service, "launchType": ""}
    return service


def delete_service(cloud: Cloud, _prior: Values, state: Values) -> None:
    """A service that still has tasks is scaled to none first."""
    ecs = cloud.client("ecs", state.get("region"))
    if state.get("scheduling_strategy") != "DAEMON":
        ecs.update_service(cluster=state["cluster"], service=state["name"], desiredCount=0)
    ecs.delete_service(cluster=state["cluster"], service=state["name"], force=True)


ECS_SERVICE = Declaration(
    service="ecs",
    create=creates(
        "create_service",
        {
            "serviceName": "name",
            "deploymentConfiguration": deployment,
            "networkConfiguration": task_network,
            "placementStrategy": "ordered_placement_strategy",
            "role": "iam_role",
            "desiredCount": lambda values: (
                None if values.get("scheduling_strategy") == "DAEMON" else values.get("desired_count") or 0
            ),
        },
        id="service.serviceArn",
        arn="service.serviceArn",
    ),
    read=(
        imports(
            reads(
                "describe_services",
                {"cluster": "cluster", "services": "name"},
                describe_service,
                arn="serviceArn",
                iam_role="roleArn || ''",
                launch_type="launchType",
                name="serviceName",
                network_configuration=seen_network,
                filled="launch_type iam_role network_configuration scheduling_strategy platform_version",
                ignored="cluster deployment_controller deployment_configuration",
            ),
            id="serviceArn",
        ),
    ),
    changes=(
        changes(
            SERVICE_CHANGES,
            "update_service",
            {
                **SERVICE,
                "deploymentConfiguration": deployment,
                "networkConfiguration": task_network,
                "placementStrategy": "ordered_placement_strategy",
            },
            like_named=True,
        ),
    ),
    delete=delete_service,
    defaults={"scheduling_strategy": "REPLICA"},
    import_id="{cluster}/{name}",
    tags=TAGS,
)

DECLARATIONS = {"aws_ecs_service": ECS_SERVICE}
