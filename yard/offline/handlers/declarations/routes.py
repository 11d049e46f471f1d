"""Route table, route, and which subnet uses which table."""

from __future__ import annotations

import zlib
from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, changes, creates, imports, reads
from yard.offline.handlers.declarations.ec2 import TAGS, arn
from yard.offline.handlers.requests import call

# Argument of aws_route -> argument of the inline `route` of aws_route_table, where they differ.
DESTINATIONS = ("destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id")
INLINE = {"cidr_block": DESTINATIONS[0], "ipv6_cidr_block": DESTINATIONS[1]}
DESTINATION_PARAMETERS = {
    "DestinationCidrBlock": DESTINATIONS[0],
    "DestinationIpv6CidrBlock": DESTINATIONS[1],
    "DestinationPrefixListId": DESTINATIONS[2],
}
IPV4, IPV6, _ = DESTINATION_PARAMETERS
TARGETS = {
    "CarrierGatewayId": "carrier_gateway_id",
    "EgressOnlyInternetGatewayId": "egress_only_gateway_id",
    "GatewayId": "gateway_id",
    "NatGatewayId": "nat_gateway_id",
    "NetworkInterfaceId": "network_interface_id",
    "TransitGatewayId": "transit_gateway_id",
    "VpcEndpointId": "vpc_endpoint_id",
    "VpcPeeringConnectionId": "vpc_peering_connection_id",
}


def destination(values: Values) -> str:
    """The one destination of a route."""
    return next(str(values[name]) for name in DESTINATIONS if values.get(name))


def make_route(cloud: Cloud, _prior: Values, planned: Values) -> Values:
    """AWS gives routes no id."""
    call(cloud.client("ec2", planned.get("region")), creates("create_route", TARGETS), planned)
    return {"id": route_id(planned)}


def route_id(values: Values) -> str:
    """The provider's id of a route: the table's, and the destination's CRC-32."""
    return f"r-{values['route_table_id']}{zlib.crc32(destination(values).encode())}"


def find_route(answer: Any, values: Values) -> Any:
    """The route to the destination that `values` have."""
    wanted = destination(values)
    routes = answer["RouteTables"][0]["Routes"] if answer["RouteTables"] else []
    return next(
        ({**route, "Id": route_id(values)} for route in routes if wanted in _destinations(route)), None
    )


def replace_inline_routes(cloud: Cloud, prior: Values, planned: Values) -> None:
    """The routes written inside a route table: those that went are deleted, those that came are created."""
    ec2 = cloud.client("ec2", planned.get("region"))
    before, after = (values.get("route") or [] for values in (prior, planned))
    for operation, routes, others in (
        (
            Operation("delete_route", {"RouteTableId": "route_table_id", **DESTINATION_PARAMETERS}),
            before,
            after,
        ),
        (creates("create_route"), after, before),
    ):
        for route in routes:
            if route not in others:
                spelled = {INLINE.get(name, name): value for name, value in route.items()}
                call(ec2, operation, {**spelled, "route_table_id": planned["id"]})


def describe_table(answer: Any, values: Values) -> Any:
    """A route table, with its routes as `route` blocks if Terraform keeps any there; else others may keep them."""
    if not answer["RouteTables"]:
        return None
    table = dict(answer["RouteTables"][0])
    routes = table.pop("Routes")
    if values.get("route"):
        table["Route"] = [
            {
                **route,
                "CidrBlock": route.get(IPV4),
                "Ipv6CidrBlock": route.get(IPV6),
            }
            for route in routes
            if route.get("Origin") == "CreateRoute"
            and not str(route.get("GatewayId", "")).startswith("vpce-")
        ]
    return table


def find_association(answer: Any, values: Values) -> Any:
    """Which table the subnet or gateway uses. AWS gives the association a new id whenever that changes."""
    found = [one for table in answer["RouteTables"] for one in table["Associations"]]
    same = (("SubnetId", "subnet_id"), ("GatewayId", "gateway_id"))
    return next(
        (one for one in found for key, name in same if values.get(name) and one.get(key) == values[name]),
        None,
    )


def change_table(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """Let the subnet or gateway use another table."""
    ec2 = cloud.client("ec2", planned.get("region"))
    found = find_association(ec2.describe_route_tables(), planned)
    ec2.replace_route_table_association(
        AssociationId=found["RouteTableAssociationId"], RouteTableId=planned["route_table_id"]
    )


def drop_association(cloud: Cloud, _prior: Values, state: Values) -> None:
    """Let the subnet use the VPC's main table again."""
    ec2 = cloud.client("ec2", state.get("region"))
    found = find_association(ec2.describe_route_tables(), state)
    if found:
        ec2.disassociate_route_table(AssociationId=found["RouteTableAssociationId"])


def _destinations(route: dict[str, Any]) -> set[Any]:
    return {route.get(parameter) for parameter in DESTINATION_PARAMETERS}


ROUTE_TABLE = Declaration(
    service="ec2",
    create=creates("create_route_table", id="RouteTable.RouteTableId"),
    read=(
        reads(
            "describe_route_tables",
            {"RouteTableIds": "id"},
            describe_table,
            filled="owner_id",
            ignored="propagating_vgws",
        ),
    ),
    changes=(Change(frozenset({"route"}), replace_inline_routes, on_create=True),),
    delete=Operation("delete_route_table", {"RouteTableId": "id"}),
    computed={"arn": arn("route-table")},
    tags=TAGS,
)

ROUTE = Declaration(
    service="ec2",
    create=make_route,
    read=(
        imports(
            reads(
                "describe_route_tables",
                {"RouteTableIds": "route_table_id"},
                find_route,
                filled="origin state",
                instance_id="InstanceId || ''",
                instance_owner_id="InstanceOwnerId || ''",
                network_interface_id="NetworkInterfaceId || ''",
            ),
            id="Id",
        ),
    ),
    changes=(
        changes(
            " ".join(TARGETS.values()),
            "replace_route",
            {"RouteTableId": "route_table_id", **DESTINATION_PARAMETERS, **TARGETS},
        ),
    ),
    delete=Operation("delete_route", {"RouteTableId": "route_table_id", **DESTINATION_PARAMETERS}),
    import_id="{route_table_id}_{destination_cidr_block}",
)

ASSOCIATION = Declaration(
    service="ec2",
    create=creates("associate_route_table", id="AssociationId"),
    read=(imports(reads("describe_route_tables", {}, find_association), id="RouteTableAssociationId"),),
    changes=(Change(frozenset({"route_table_id"}), change_table),),
    delete=drop_association,
    import_id="{subnet_id}/{route_table_id}",
)

DECLARATIONS = {
    "aws_route_table": ROUTE_TABLE,
    "aws_route": ROUTE,
    "aws_route_table_association": ASSOCIATION,
}
