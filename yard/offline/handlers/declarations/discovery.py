"""Cloud Map: private namespaces, the services in them, and instances that somebody registers by hand."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Declaration, Operation, Tags, changes, imports, reads

TAGS = Tags({"ResourceARN": "arn"})
ARN = "arn:{partition}:servicediscovery:{region}:{account}:"
INSTANCE = {"ServiceId": "service_id", "InstanceId": "instance_id"}


def create_namespace(cloud: Cloud, _prior: Values, planned: Values) -> Values:
    """Cloud Map answers with an operation, which knows the namespace once it is done."""
    client = cloud.client("servicediscovery", planned.get("region"))
    given = {"Description": planned.get("description")}
    operation = client.create_private_dns_namespace(
        Name=planned["name"], Vpc=planned["vpc"], **{key: value for key, value in given.items() if value}
    )["OperationId"]
    return {"id": client.get_operation(OperationId=operation)["Operation"]["Targets"]["NAMESPACE"]}


def dns_records(values: Values) -> dict[str, Any]:
    """What may change of a service. Cloud Map takes the records away that an update does not name."""
    given = {"Description": values.get("description")}
    records = [
        {"Type": record["type"], "TTL": int(record["ttl"])}
        for config in values.get("dns_config") or []
        for record in config["dns_records"]
    ]
    return {
        **{key: value for key, value in given.items() if value is not None},
        "DnsConfig": {"DnsRecords": records},
    }


def attributes_of(instance: dict[str, Any]) -> dict[str, str]:
    """A map in Terraform too, where another structure would be a block."""
    return dict(instance["Attributes"])


PRIVATE_NAMESPACE = Declaration(
    service="servicediscovery",
    create=create_namespace,
    read=(
        reads(
            "get_namespace",
            {"Id": "id"},
            "Namespace",
            hosted_zone="Properties.DnsProperties.HostedZoneId",
            filled="hosted_zone",
        ),
    ),
    changes=(
        changes(
            "description",
            "update_private_dns_namespace",
            {"Id": "id", "Namespace": lambda values: {"Description": values.get("description") or ""}},
        ),
    ),
    delete=Operation("delete_namespace", {"Id": "id"}),
    computed={"arn": ARN + "namespace/{id}"},
    import_id="{id}:{vpc}",
    tags=TAGS,
)

DISCOVERY_SERVICE = Declaration(
    service="servicediscovery",
    create=Operation(
        "create_service",
        {
            "Name": "name",
            "NamespaceId": lambda values: None if values.get("dns_config") else values.get("namespace_id"),
            "Description": "description",
            "DnsConfig": "dns_config",
            "HealthCheckConfig": "health_check_config",
            "HealthCheckCustomConfig": "health_check_custom_config",
            "Type": "type",
        },
        result={"id": "Service.Id"},
    ),
    read=(
        reads(
            "get_service",
            {"Id": "id"},
            "Service",
            # The emulated Cloud Map keeps the namespace of a service with DNS records there alone.
            namespace_id="NamespaceId || DnsConfig.NamespaceId",
            filled="namespace_id",
            ignored="type",
        ),
    ),
    changes=(changes("description dns_config", "update_service", {"Id": "id", "Service": dns_records}),),
    delete=Operation("delete_service", {"Id": "id"}),
    computed={"arn": ARN + "service/{id}"},
    tags=TAGS,
)

INSTANCE_OF_SERVICE = Declaration(
    service="servicediscovery",
    create=Operation("register_instance", {**INSTANCE, "Attributes": "attributes"}),
    read=(imports(reads("get_instance", INSTANCE, "Instance"), attributes=attributes_of),),
    changes=(changes("attributes", "register_instance", {**INSTANCE, "Attributes": "attributes"}),),
    delete=Operation("deregister_instance", INSTANCE),
    id="{instance_id}",
    import_id="{service_id}/{instance_id}",
)

DECLARATIONS = {
    "aws_service_discovery_private_dns_namespace": PRIVATE_NAMESPACE,
    "aws_service_discovery_service": DISCOVERY_SERVICE,
    "aws_service_discovery_instance": INSTANCE_OF_SERVICE,
}
