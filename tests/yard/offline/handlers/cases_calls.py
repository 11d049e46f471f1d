"""How services find each other: Cloud Map."""

from __future__ import annotations

from typing import Any

from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values

ALIAS = "internal-dev-internal-1.eu-west-1.elb.amazonaws.com"


def see_namespace(world: World, state: Values) -> Any:
    found = world.aws("servicediscovery").get_namespace(Id=state["id"])["Namespace"]
    return found["Type"], found["Description"]


def namespace(world: World) -> Values:
    vpc = world.life.create("aws_vpc", cidr_block="10.9.0.0/16")
    return {"name": "dev.internal", "vpc": vpc["id"], "description": "Services that call each other"}


def service(world: World, routing: str = "MULTIVALUE", **more: Any) -> Values:
    made = world.life.create("aws_service_discovery_private_dns_namespace", **namespace(world))
    records = [{"ttl": 10, "type": "A"}]
    config = {"namespace_id": made["id"], "routing_policy": routing, "dns_records": records}
    return {"name": world.name("quotes"), "dns_config": [config], **more}


def task_service(world: World) -> Values:
    return service(world, health_check_custom_config=[{"failure_threshold": 1}])


def see_service(world: World, state: Values) -> Any:
    found = world.aws("servicediscovery").get_service(Id=state["id"])["Service"]
    return found["DnsConfig"]["RoutingPolicy"], found["DnsConfig"]["DnsRecords"], found.get("Description")


def change_service(world: World) -> Values:
    return {"description": "Prices"}


def instance(world: World) -> Values:
    made = world.life.create("aws_service_discovery_service", **service(world, "WEIGHTED"))
    return {
        "service_id": made["id"],
        "instance_id": "load-balancer",
        "attributes": {"AWS_ALIAS_DNS_NAME": ALIAS},
    }


def see_instance(world: World, state: Values) -> Any:
    found = world.aws("servicediscovery").list_instances(ServiceId=state["service_id"])["Instances"]
    return [one["Attributes"] for one in found if one["Id"] == state["instance_id"]]


CASES = {
    "aws_service_discovery_private_dns_namespace": Case(
        namespace,
        see_namespace,
        created=("DNS_PRIVATE", "Services that call each other"),
        change={"description": "Calls"},
        changed=("DNS_PRIVATE", "Calls"),
        identifier=lambda state: f"{state['id']}:{state['vpc']}",
    ),
    "aws_service_discovery_service": Case(
        task_service,
        see_service,
        created=("MULTIVALUE", [{"Type": "A", "TTL": 10}], None),
        change=change_service,
        changed=("MULTIVALUE", [{"Type": "A", "TTL": 10}], "Prices"),
    ),
    "aws_service_discovery_instance": Case(
        instance,
        see_instance,
        created=[{"AWS_ALIAS_DNS_NAME": ALIAS}],
        identifier=lambda state: f"{state['service_id']}/{state['instance_id']}",
    ),
}
