"""ECS clusters and task definitions."""

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

DECLARATIONS = {
    "aws_ecs_cluster": CLUSTER,
    "aws_ecs_cluster_capacity_providers": CAPACITY_PROVIDERS,
    "aws_ecs_task_definition": TASK_DEFINITION,
}
