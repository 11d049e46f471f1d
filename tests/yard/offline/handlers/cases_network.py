"""Networks: VPC, subnets, routes, gateways, endpoints, security groups."""

from __future__ import annotations

from typing import Any

from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values


def described(operation: str, parameter: str, member: str) -> Any:
    def see(world: World, state: Values) -> Any:
        answer = getattr(world.aws("ec2"), operation)(**{parameter: [state["id"]]})
        return answer[member][0]

    return see


def see_vpc(world: World, state: Values) -> Any:
    ec2 = world.aws("ec2")
    names = ec2.describe_vpc_attribute(VpcId=state["id"], Attribute="enableDnsHostnames")
    vpc = ec2.describe_vpcs(VpcIds=[state["id"]])["Vpcs"][0]
    return vpc["CidrBlock"], names["EnableDnsHostnames"]["Value"]


def see_subnet(world: World, state: Values) -> Any:
    found = described("describe_subnets", "SubnetIds", "Subnets")(world, state)
    return found["AvailabilityZone"], found["MapPublicIpOnLaunch"]


def see_gateway(world: World, state: Values) -> Any:
    found = described("describe_internet_gateways", "InternetGatewayIds", "InternetGateways")(world, state)
    return [one["VpcId"] == state["vpc_id"] for one in found["Attachments"]]


def other_vpc(world: World) -> Any:
    return world.life.create("aws_vpc", cidr_block="10.8.0.0/16")["id"]


def see_own_routes(world: World, state: Values) -> Any:
    table = described("describe_route_tables", "RouteTableIds", "RouteTables")(world, state)
    return sorted(
        route["DestinationCidrBlock"] for route in table["Routes"] if route.get("GatewayId") != "local"
    )


def see_route(world: World, state: Values) -> Any:
    tables = world.aws("ec2").describe_route_tables(RouteTableIds=[state["route_table_id"]])
    routes = tables["RouteTables"][0]["Routes"]
    found = next(route for route in routes if route["DestinationCidrBlock"] == "0.0.0.0/0")
    return "internet" if "GatewayId" in found else "NAT"


def see_association(world: World, state: Values) -> Any:
    wanted = [{"Name": "association.subnet-id", "Values": [state["subnet_id"]]}]
    tables = world.aws("ec2").describe_route_tables(Filters=wanted)["RouteTables"]
    return [table["RouteTableId"] == state["route_table_id"] for table in tables]


def see_nat(world: World, state: Values) -> Any:
    found = described("describe_nat_gateways", "NatGatewayIds", "NatGateways")(world, state)
    return found["State"], found["NatGatewayAddresses"][0]["AllocationId"] == state["allocation_id"]


def see_endpoint(world: World, state: Values) -> Any:
    found = described("describe_vpc_endpoints", "VpcEndpointIds", "VpcEndpoints")(world, state)
    return found["ServiceName"], len(found["RouteTableIds"])


def see_flow_log(world: World, state: Values) -> Any:
    found = described("describe_flow_logs", "FlowLogIds", "FlowLogs")(world, state)
    return found["ResourceId"] == world.vpc, found["TrafficType"], found["MaxAggregationInterval"]


def see_group(world: World, state: Values) -> Any:
    found = described("describe_security_groups", "GroupIds", "SecurityGroups")(world, state)
    ports = [permission["FromPort"] for permission in found["IpPermissions"]]
    return found["GroupName"] == state["name"], sorted(ports), found["IpPermissionsEgress"]


def see_rule(world: World, state: Values) -> Any:
    rules = world.aws("ec2").describe_security_group_rules(SecurityGroupRuleIds=[state["id"]])
    rule = rules["SecurityGroupRules"][0]
    return rule["IsEgress"], rule["IpProtocol"], rule.get("FromPort"), rule.get("ToPort")


def inline_rule(port: int) -> Values:
    return {
        "protocol": "tcp",
        "from_port": port,
        "to_port": port,
        "cidr_blocks": ["10.0.0.0/8"],
        "ipv6_cidr_blocks": [],
        "prefix_list_ids": [],
        "security_groups": [],
        "self": True,
        "description": "Callers",
    }


def endpoint(world: World) -> Values:
    return {
        "vpc_id": world.vpc,
        "vpc_endpoint_type": "Gateway",
        "service_name": "com.amazonaws.eu-west-1.s3",
        "route_table_ids": [world.route_table()],
    }


def flow_log(world: World) -> Values:
    return {
        "vpc_id": world.vpc,
        "traffic_type": "ALL",
        "log_destination_type": "s3",
        "log_destination": f"arn:aws:s3:::{world.bucket()}",
        "max_aggregation_interval": 60,
    }


def nat_route(world: World) -> Values:
    nat = world.life.create("aws_nat_gateway", allocation_id=world.address(), subnet_id=world.subnet("a"))
    return {"gateway_id": None, "nat_gateway_id": nat["id"]}


CASES = {
    "aws_vpc": Case(
        lambda world: {"cidr_block": "10.9.0.0/16", "enable_dns_support": True, "tags": {"Name": "one"}},
        see_vpc,
        ("10.9.0.0/16", False),
        {"enable_dns_hostnames": True},
        ("10.9.0.0/16", True),
    ),
    "aws_subnet": Case(
        lambda world: {
            "vpc_id": world.vpc,
            "cidr_block": world.cidr(),
            "availability_zone": "eu-west-1b",
            "tags": {"Tier": "private"},
        },
        see_subnet,
        ("eu-west-1b", False),
        {"map_public_ip_on_launch": True},
        ("eu-west-1b", True),
    ),
    "aws_internet_gateway": Case(
        lambda world: {},
        see_gateway,
        [],
        lambda world: {"vpc_id": other_vpc(world)},
        [True],
    ),
    "aws_eip": Case(
        lambda world: {"domain": "vpc", "tags": {"Name": "nat"}},
        lambda world, state: (
            described("describe_addresses", "AllocationIds", "Addresses")(world, state)["PublicIp"]
            == state["public_ip"]
        ),
        True,
    ),
    "aws_nat_gateway": Case(
        lambda world: {"allocation_id": world.address(), "subnet_id": world.subnet("a")},
        see_nat,
        ("available", True),
    ),
    "aws_route_table": Case(
        lambda world: {
            "vpc_id": world.vpc,
            "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": world.gateway}],
            "tags": {"Name": "public"},
        },
        see_own_routes,
        ["0.0.0.0/0"],
        lambda world: {"route": [{"cidr_block": "192.168.0.0/16", "gateway_id": world.gateway}]},
        ["192.168.0.0/16"],
    ),
    "aws_route": Case(
        lambda world: {
            "route_table_id": world.route_table(),
            "destination_cidr_block": "0.0.0.0/0",
            "gateway_id": world.gateway,
        },
        see_route,
        "internet",
        nat_route,
        "NAT",
        identifier=lambda state: f"{state['route_table_id']}_{state['destination_cidr_block']}",
    ),
    "aws_route_table_association": Case(
        lambda world: {"route_table_id": world.route_table(), "subnet_id": world.subnet("a")},
        see_association,
        [True],
        lambda world: {"route_table_id": world.route_table()},
        [True],
        identifier=lambda state: f"{state['subnet_id']}/{state['route_table_id']}",
    ),
    "aws_vpc_endpoint": Case(
        endpoint,
        see_endpoint,
        ("com.amazonaws.eu-west-1.s3", 1),
        lambda world: {"route_table_ids": [world.route_table(), world.route_table()]},
        ("com.amazonaws.eu-west-1.s3", 2),
    ),
    "aws_flow_log": Case(flow_log, see_flow_log, (True, "ALL", 60)),
    "aws_security_group": Case(
        lambda world: {"name": world.name(), "vpc_id": world.vpc, "ingress": [inline_rule(80)]},
        see_group,
        (True, [80], []),
        {"ingress": [inline_rule(80), inline_rule(443)]},
        (True, [80, 443], []),
    ),
    "aws_default_security_group": Case(
        lambda world: {"vpc_id": world.life.create("aws_vpc", cidr_block="10.7.0.0/16")["id"]},
        see_group,
        (True, [], []),
        {"ingress": [inline_rule(443)]},
        (True, [443], []),
        stays=True,
    ),
    "aws_vpc_security_group_ingress_rule": Case(
        lambda world: {
            "security_group_id": world.security_group(),
            "cidr_ipv4": "10.0.0.0/8",
            "ip_protocol": "tcp",
            "from_port": 80,
            "to_port": 80,
            "description": "Callers",
        },
        see_rule,
        (False, "tcp", 80, 80),
        {"from_port": 443, "to_port": 443},
        (False, "tcp", 443, 443),
    ),
    "aws_vpc_security_group_egress_rule": Case(
        lambda world: {
            "security_group_id": world.security_group(),
            "referenced_security_group_id": world.security_group(),
            "ip_protocol": "tcp",
            "from_port": 5432,
            "to_port": 5432,
        },
        see_rule,
        (True, "tcp", 5432, 5432),
        {"from_port": 6379, "to_port": 6379},
        (True, "tcp", 6379, 6379),
    ),
}
