"""VPC with public, private and isolated subnets in every zone.

Defines: the VPC, its subnets and route tables, the internet gateway, NAT gateways by mode, the locked default
security group.
Leaves to the caller: endpoints, flow logs, security groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network
from typing import Literal

from cdktf_cdktf_provider_aws.default_security_group import DefaultSecurityGroup
from cdktf_cdktf_provider_aws.eip import Eip
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.nat_gateway import NatGateway
from cdktf_cdktf_provider_aws.route import Route
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc as VpcResource
from constructs import Construct

from modules.network.subnets import split_subnets

Nat = Literal["none", "single", "per_zone"]
ANYWHERE = "0.0.0.0/0"


class Vpc(Construct):
    """A network: public subnets face the internet, private ones reach out through NAT, isolated ones do neither."""

    def __init__(
        self, scope: Construct, id_: str, *, name: str, cidr: IPv4Network, zones: Sequence[str], nat: Nat
    ) -> None:
        """zones: availability zones by name, in the order in which the subnets' ranges follow each other.

        nat: `none`, `single` (in the first zone, for all of them) or `per_zone`.
        Raises ValueError where the range does not hold a subnet of each kind in every zone.
        """
        super().__init__(scope, id_)
        ranges = split_subnets(cidr, zones=len(zones))
        self._name = name
        self._zones = tuple(zones)
        self._vpc = VpcResource(
            self,
            "Default",
            cidr_block=str(cidr),
            enable_dns_hostnames=True,  # private names of interface endpoints need both
            enable_dns_support=True,
            tags={"Name": name},
        )
        self.vpc_id = self._vpc.id
        self.cidr = str(cidr)
        # Where load balancers are, in zone order: what network policies can tell them by.
        self.public_cidrs = [str(one) for one in ranges["public"]]
        self.isolated_cidrs = [str(one) for one in ranges["isolated"]]
        self._subnets = {tier: self._tier(tier, ranges[tier]) for tier in ranges}
        self._internet_gateway()
        self._private_routes(nat)
        self._isolated_routes()
        self._default_security_group()

    @property
    def public_subnet_ids(self) -> list[str]:
        """For load balancers and NAT gateways, in zone order."""
        return [subnet.id for subnet in self._subnets["public"]]

    @property
    def private_subnet_ids(self) -> list[str]:
        """For tasks, in zone order."""
        return [subnet.id for subnet in self._subnets["private"]]

    @property
    def isolated_subnet_ids(self) -> list[str]:
        """For databases and caches, in zone order."""
        return [subnet.id for subnet in self._subnets["isolated"]]

    @property
    def route_table_ids(self) -> list[str]:
        """Of the private and isolated subnets: what gateway endpoints serve."""
        return [table.id for table in (*self._private_tables, self._isolated_table)]

    def _tier(self, tier: str, ranges: Sequence[IPv4Network]) -> list[Subnet]:
        return [
            Subnet(
                self,
                f"{tier}-{zone}",
                vpc_id=self.vpc_id,
                availability_zone=zone,
                cidr_block=str(cidr),
                map_public_ip_on_launch=False,
                tags={"Name": f"{self._name}-{tier}-{zone}", "Tier": tier},
            )
            for zone, cidr in zip(self._zones, ranges, strict=True)
        ]

    def _internet_gateway(self) -> None:
        gateway = InternetGateway(self, "internet-gateway", vpc_id=self.vpc_id, tags={"Name": self._name})
        table = self._table("public", self._subnets["public"])
        self._to_internet = Route(
            self,
            "public-internet",
            route_table_id=table.id,
            destination_cidr_block=ANYWHERE,
            gateway_id=gateway.id,
        )

    def _private_routes(self, nat: Nat) -> None:
        """One table a zone whatever the mode, so that changing the mode changes routes only."""
        subnets = self._subnets["private"]
        self._private_tables = [
            self._table(f"private-{zone}", [subnet])
            for zone, subnet in zip(self._zones, subnets, strict=True)
        ]
        if nat == "none":
            return
        count = len(self._zones) if nat == "per_zone" else 1
        gateways = [
            self._nat_gateway(zone, subnet)
            for zone, subnet in zip(self._zones[:count], self._subnets["public"][:count], strict=True)
        ]
        for index, (zone, table) in enumerate(zip(self._zones, self._private_tables, strict=True)):
            Route(
                self,
                f"private-{zone}-internet",
                route_table_id=table.id,
                destination_cidr_block=ANYWHERE,
                nat_gateway_id=gateways[index % count].id,
            )

    def _nat_gateway(self, zone: str, subnet: Subnet) -> NatGateway:
        tags = {"Name": f"{self._name}-nat-{zone}"}
        address = Eip(self, f"nat-address-{zone}", domain="vpc", tags=tags)
        # A NAT gateway needs the internet gateway in place when it starts.
        return NatGateway(
            self,
            f"nat-{zone}",
            allocation_id=address.id,
            subnet_id=subnet.id,
            tags=tags,
            depends_on=[self._to_internet],
        )

    def _isolated_routes(self) -> None:
        self._isolated_table = self._table("isolated", self._subnets["isolated"])

    def _table(self, role: str, subnets: Sequence[Subnet]) -> RouteTable:
        table = RouteTable(self, f"{role}-routes", vpc_id=self.vpc_id, tags={"Name": f"{self._name}-{role}"})
        for subnet in subnets:
            RouteTableAssociation(
                self, f"{subnet.node.id}-routing", subnet_id=subnet.id, route_table_id=table.id
            )
        return table

    def _default_security_group(self) -> None:
        # Without rules nothing that forgets its own group talks to anything
        # (source: "AWS Foundational Security Best Practices, EC2.2").
        DefaultSecurityGroup(
            self, "default-security-group", vpc_id=self.vpc_id, tags={"Name": f"{self._name}-default-locked"}
        )
