"""ECS clusters, task definitions and services."""

from __future__ import annotations

import json
from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import (
    Change,
    Declaration,
    Operation,
    Tags,
    always,
    as_json,
    changes,
    creates,
    imports,
    reads,
)
from yard.offline.handlers.requests import call

TAGS = Tags({"resourceArn": "arn"}, tags="tags", keys="tagKeys", found="tags")
SERVICE = {"cluster": "cluster", "service": "name"}
# Arguments of a service that can change in place and that UpdateService has by the same name, or nearly so.
SERVICE_CHANGES = (
    "availability_zone_rebalancing capacity_provider_strategy deployment_circuit_breaker deployment_configuration "
    "deployment_maximum_percent deployment_minimum_healthy_percent desired_count enable_ecs_managed_tags "
    "enable_execute_command force_new_deployment health_check_grace_period_seconds load_balancer "
    "network_configuration ordered_placement_strategy placement_constraints platform_version propagate_tags "
    "service_connect_configuration service_registries task_definition volume_configuration triggers"
)


def container_definitions(values: Values) -> Any:
    """Terraform keeps them as JSON, in AWS's own spelling."""
    return json.loads(values["container_definitions"])


def volumes(values: Values) -> list[Values]:
    """Terraform has the path on the host flat, AWS has it in a structure."""
    return [
        {**volume, "host": {"source_path": volume["host_path"]}} if volume.get("host_path") else volume
        for volume in values.get("volume") or []
    ]


def proxy(values: Values) -> dict[str, Any] | None:
    """Terraform has the proxy's properties as a map, AWS has pairs."""
    for block in values.get("proxy_configuration") or []:
        properties = [
            {"name": name, "value": value} for name, value in (block.get("properties") or {}).items()
        ]
        return {**block, "properties": properties}
    return None


def task_network(values: Values) -> dict[str, Any] | None:
    """Subnets and security groups of a service's tasks."""
    for block in values.get("network_configuration") or []:
        public = "ENABLED" if block.get("assign_public_ip") else "DISABLED"
        return {"awsvpcConfiguration": {**block, "assign_public_ip": public}}
    return None


def deployment(values: Values) -> dict[str, Any]:
    """How many tasks a deployment may have too many or too few, and what happens if it fails."""
    found = {
        "maximumPercent": values.get("deployment_maximum_percent"),
        "minimumHealthyPercent": values.get("deployment_minimum_healthy_percent"),
        "deploymentCircuitBreaker": values.get("deployment_circuit_breaker") or None,
        "alarms": values.get("alarms") or None,
    }
    return {name: value for name, value in found.items() if value is not None} or None  # type: ignore[return-value]


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


def deregister(cloud: Cloud, _prior: Values, state: Values) -> None:
    """A revision is kept if `skip_destroy` says so."""
    if not state.get("skip_destroy"):
        cloud.client("ecs", state.get("region")).deregister_task_definition(taskDefinition=state["arn"])


def change_capacity_providers(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """The whole list each time; AWS takes an empty one."""
    _put_capacity_providers(cloud, planned, planned)


def drop_capacity_providers(cloud: Cloud, _prior: Values, state: Values) -> None:
    """Leave the cluster with none."""
    _put_capacity_providers(cloud, state, {})


def _put_capacity_providers(cloud: Cloud, where: Values, what: Values) -> None:
    operation = Operation(
        "put_cluster_capacity_providers",
        {
            "cluster": always(where["cluster_name"]),
            "capacityProviders": lambda values: values.get("capacity_providers") or [],
            "defaultCapacityProviderStrategy": lambda values: (
                values.get("default_capacity_provider_strategy") or []
            ),
        },
    )
    call(cloud.client("ecs", where.get("region")), operation, what)


CLUSTER = Declaration(
    service="ecs",
    create=creates(
        "create_cluster", {"clusterName": "name"}, id="cluster.clusterArn", arn="cluster.clusterArn"
    ),
    read=(
        reads(
            "describe_clusters",
            {"clusters": "id", "include": always(["SETTINGS", "CONFIGURATIONS"])},
            "clusters[?status!='INACTIVE'] | [0]",
            arn="clusterArn",
            name="clusterName",
        ),
    ),
    changes=(
        changes(
            "configuration setting service_connect_defaults",
            "update_cluster",
            {"cluster": "id"},
            like_named=True,
        ),
    ),
    delete=Operation("delete_cluster", {"cluster": "id"}),
    tags=TAGS,
)

CAPACITY_PROVIDERS = Declaration(
    service="ecs",
    create=change_capacity_providers,
    read=(
        reads(
            "describe_clusters",
            {"clusters": "cluster_name"},
            "clusters[?status!='INACTIVE'] | [0]",
            cluster_name="clusterName",
        ),
    ),
    changes=(
        Change(
            frozenset({"capacity_providers", "default_capacity_provider_strategy"}), change_capacity_providers
        ),
    ),
    delete=drop_capacity_providers,
    id="{cluster_name}",
)

TASK_DEFINITION = Declaration(
    service="ecs",
    create=creates(
        "register_task_definition",
        {"containerDefinitions": container_definitions, "volumes": volumes, "proxyConfiguration": proxy},
        arn="taskDefinition.taskDefinitionArn",
    ),
    read=(
        imports(
            reads(
                "describe_task_definition",
                {"taskDefinition": "arn"},
                "[taskDefinition][?status!='INACTIVE'] | [0]",
                arn="taskDefinitionArn",
                arn_without_revision=lambda seen: seen["taskDefinitionArn"].rsplit(":", 1)[0],
                filled="network_mode revision",
                # A revision never changes, and AWS writes out all defaults in it.
                ignored=(
                    "container_definitions enable_fault_injection ephemeral_storage placement_constraints "
                    "proxy_configuration requires_compatibilities runtime_platform volume"
                ),
            ),
            container_definitions=as_json("containerDefinitions"),
        ),
    ),
    delete=deregister,
    id="{family}",
    import_id="{arn}",
    tags=TAGS,
)

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

DECLARATIONS = {
    "aws_ecs_cluster": CLUSTER,
    "aws_ecs_cluster_capacity_providers": CAPACITY_PROVIDERS,
    "aws_ecs_task_definition": TASK_DEFINITION,
    "aws_ecs_service": ECS_SERVICE,
}
