"""VPC, subnet, internet gateway, elastic IP address and NAT gateway."""

from __future__ import annotations

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import (
    Change,
    Declaration,
    Operation,
    always,
    changes,
    creates,
    reads,
)
from yard.offline.handlers.declarations.ec2 import TAGS, arn, filters, switch


def attach_gateway(cloud: Cloud, prior: Values, planned: Values) -> None:
    """An internet gateway is in no VPC or in one; it must leave the one before."""
    ec2 = cloud.client("ec2", planned.get("region"))
    if prior.get("vpc_id"):
        ec2.detach_internet_gateway(InternetGatewayId=planned["id"], VpcId=prior["vpc_id"])
    if planned.get("vpc_id"):
        ec2.attach_internet_gateway(InternetGatewayId=planned["id"], VpcId=planned["vpc_id"])


def detach_gateway(cloud: Cloud, _prior: Values, state: Values) -> None:
    """AWS deletes no internet gateway that is attached."""
    if state.get("vpc_id"):
        attach_gateway(cloud, state, {**state, "vpc_id": None})


VPC = Declaration(
    service="ec2",
    create=creates(
        "create_vpc", {"AmazonProvidedIpv6CidrBlock": "assign_generated_ipv6_cidr_block"}, id="Vpc.VpcId"
    ),
    read=(
        reads(
            "describe_vpcs", {"VpcIds": "id"}, "Vpcs[0]", filled="dhcp_options_id owner_id instance_tenancy"
        ),
        reads(
            "describe_vpc_attribute",
            {"VpcId": "id", "Attribute": always("enableDnsSupport")},
            enable_dns_support="EnableDnsSupport.Value",
        ),
        reads(
            "describe_vpc_attribute",
            {"VpcId": "id", "Attribute": always("enableDnsHostnames")},
            enable_dns_hostnames="EnableDnsHostnames.Value",
        ),
        reads(
            "describe_security_groups",
            {"Filters": filters(vpc_id="id", group_name="=default")},
            default_security_group_id="SecurityGroups[0].GroupId",
        ),
        reads(
            "describe_network_acls",
            {"Filters": filters(vpc_id="id", default="=true")},
            default_network_acl_id="NetworkAcls[0].NetworkAclId",
        ),
        reads(
            "describe_route_tables",
            {"Filters": filters(vpc_id="id", association__main="=true")},
            default_route_table_id="RouteTables[0].RouteTableId",
            main_route_table_id="RouteTables[0].RouteTableId",
        ),
    ),
    changes=(
        changes(
            "enable_dns_support",
            "modify_vpc_attribute",
            {"VpcId": "id", "EnableDnsSupport": switch("enable_dns_support")},
            on_create=True,
        ),
        changes(
            "enable_dns_hostnames",
            "modify_vpc_attribute",
            {"VpcId": "id", "EnableDnsHostnames": switch("enable_dns_hostnames")},
            on_create=True,
        ),
    ),
    delete=Operation("delete_vpc", {"VpcId": "id"}),
    computed={"arn": arn("vpc")},
    defaults={"instance_tenancy": "default", "enable_dns_support": True},
    tags=TAGS,
)

SUBNET = Declaration(
    service="ec2",
    create=creates("create_subnet", id="Subnet.SubnetId"),
    read=(
        reads(
            "describe_subnets",
            {"SubnetIds": "id"},
            "Subnets[0]",
            arn="SubnetArn",
            filled="availability_zone availability_zone_id owner_id",
            ignored="ipv6_cidr_block_association_id private_dns_hostname_type_on_launch",
        ),
    ),
    changes=tuple(
        changes(
            attribute,
            "modify_subnet_attribute",
            {"SubnetId": "id", parameter: switch(attribute)},
            on_create=True,
        )
        for attribute, parameter in {
            "map_public_ip_on_launch": "MapPublicIpOnLaunch",
            "assign_ipv6_address_on_creation": "AssignIpv6AddressOnCreation",
        }.items()
    ),
    delete=Operation("delete_subnet", {"SubnetId": "id"}),
    tags=TAGS,
)

INTERNET_GATEWAY = Declaration(
    service="ec2",
    create=Operation("create_internet_gateway", result={"id": "InternetGateway.InternetGatewayId"}),
    read=(
        reads(
            "describe_internet_gateways",
            {"InternetGatewayIds": "id"},
            "InternetGateways[0]",
            vpc_id="Attachments[0].VpcId || ''",
            filled="owner_id",
        ),
    ),
    changes=(Change(frozenset({"vpc_id"}), attach_gateway, on_create=True),),
    before_delete=detach_gateway,
    delete=Operation("delete_internet_gateway", {"InternetGatewayId": "id"}),
    computed={"arn": arn("internet-gateway")},
    tags=TAGS,
)

ELASTIC_IP = Declaration(
    service="ec2",
    create=creates("allocate_address", id="AllocationId"),
    read=(
        reads(
            "describe_addresses",
            {"AllocationIds": "id"},
            "Addresses[0]",
            filled="allocation_id association_id domain network_border_group public_ip public_ipv4_pool",
            ignored="instance",
            once="association_id network_interface private_ip",  # a NAT gateway takes the address up
        ),
    ),
    delete=Operation("release_address", {"AllocationId": "id"}),
    computed={"arn": arn("elastic-ip"), "allocation_id": "{id}"},
    tags=TAGS,
)

NAT_GATEWAY = Declaration(
    service="ec2",
    create=creates("create_nat_gateway", id="NatGateway.NatGatewayId"),
    read=(
        reads(
            "describe_nat_gateways",
            {"NatGatewayIds": "id"},
            "NatGateways[?State!='deleted'] | [0]",
            filled="connectivity_type vpc_id",
            allocation_id="NatGatewayAddresses[0].AllocationId",
            association_id="NatGatewayAddresses[0].AssociationId",
            network_interface_id="NatGatewayAddresses[0].NetworkInterfaceId",
            private_ip="NatGatewayAddresses[0].PrivateIp",
            public_ip="NatGatewayAddresses[0].PublicIp",
        ),
    ),
    delete=Operation("delete_nat_gateway", {"NatGatewayId": "id"}),
    tags=TAGS,
)

DECLARATIONS = {
    "aws_vpc": VPC,
    "aws_subnet": SUBNET,
    "aws_internet_gateway": INTERNET_GATEWAY,
    "aws_eip": ELASTIC_IP,
    "aws_nat_gateway": NAT_GATEWAY,
}
