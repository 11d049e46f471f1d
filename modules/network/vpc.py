"""VPC over several zones.

Defines: VPC, public, private and isolated subnets, internet gateway, NAT gateways, route tables, gateway endpoints
for S3 and DynamoDB, the default security group locked.
Leaves to the caller: flow logs (`flow_logs.FlowLogs`), interface endpoints, security groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from cdktf_cdktf_provider_aws.default_security_group import DefaultSecurityGroup
from cdktf_cdktf_provider_aws.eip import Eip
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.nat_gateway import NatGateway
from cdktf_cdktf_provider_aws.route import Route
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc as AwsVpc
from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from constructs import Construct

from modules.network.subnet_plan import split_subnets

Nat = Literal["none", "single", "per_zone"]
ANYWHERE = "0.0.0.0/0"
GATEWAY_ENDPOINTS = ("s3", "dynamodb")


class Vpc(Construct):
    """The network of one environment.

    cidr: /16 to /24. zones: availability zone names. nat: `none`, `single` (one for all zones: cheap, one zone's
    failure takes the internet from all) or `per_zone`.
    Handles: vpc_id, cidr, public_subnet_ids, private_subnet_ids, isolated_subnet_ids, private_route_table_ids.
    """

    def __init__(
        self, scope: Construct, id: str, *, name: str, cidr: str, zones: Sequence[str], region: str, nat: Nat
    ) -> None:
        super().__init__(scope, id)
        self._name = name
        self._zones = tuple(zones)
        self.cidr = cidr
        self._plan = split_subnets(cidr, zones=len(zones))
        self._vpc = AwsVpc(
            self,
            "vpc",
            cidr_block=cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,  # interface endpoints answer under AWS's own names only with it
            tags={"Name": name},
        )
        self.vpc_id: str = self._vpc.id
        self._lock_default_security_group()
        public = self._public_subnets()
        private = self._subnets("private")
        isolated = self._subnets("isolated")
        self.public_subnet_ids: list[str] = [subnet.id for subnet in public]
        self.private_subnet_ids: list[str] = [subnet.id for subnet in private]
        self.isolated_subnet_ids: list[str] = [subnet.id for subnet in isolated]
        private_tables = self._private_route_tables(private, self._nat_gateways(public, nat))
        isolated_table = self._route_table("isolated", "isolated", isolated)
        self.private_route_table_ids: list[str] = [table.id for table in private_tables]
        self._gateway_endpoints(region, [*self.private_route_table_ids, isolated_table.id])

    def _lock_default_security_group(self) -> None:
        # Without rules here the provider removes those that AWS put in. Source: "AWS Foundational Security Best
        # Practices, EC2.2".
        DefaultSecurityGroup(self, "default-security-group", vpc_id=self.vpc_id, tags={"Name": f"{self._name}-default"})

    def _subnets(self, tier: str) -> list[Subnet]:
        return [
            Subnet(
                self,
                f"{tier}-{zone}",
                vpc_id=self.vpc_id,
                availability_zone=zone,
                cidr_block=cidr,
                map_public_ip_on_launch=False,
                tags={"Name": f"{self._name}-{tier}-{zone[-1]}", "Tier": tier},
            )
            for zone, cidr in zip(self._zones, self._plan[tier], strict=True)
        ]

    def _public_subnets(self) -> list[Subnet]:
        gateway = InternetGateway(self, "internet-gateway", vpc_id=self.vpc_id, tags={"Name": self._name})
        subnets = self._subnets("public")
        table = self._route_table("public", "public", subnets)
        Route(self, "public-internet", route_table_id=table.id, destination_cidr_block=ANYWHERE, gateway_id=gateway.id)
        return subnets

    def _nat_gateways(self, public: Sequence[Subnet], nat: Nat) -> list[NatGateway]:
        count = {"none": 0, "single": 1, "per_zone": len(public)}[nat]
        gateways = []
        for zone, subnet in list(zip(self._zones, public, strict=True))[:count]:
            name = f"{self._name}-nat-{zone[-1]}"
            address = Eip(self, f"nat-address-{zone}", domain="vpc", tags={"Name": name})
            gateways.append(
                NatGateway(
                    self, f"nat-{zone}", allocation_id=address.id, subnet_id=subnet.id, tags={"Name": name}
                )
            )
        return gateways

    def _private_route_tables(self, private: Sequence[Subnet], nats: Sequence[NatGateway]) -> list[RouteTable]:
        tables = []
        for index, (zone, subnet) in enumerate(zip(self._zones, private, strict=True)):
            table = self._route_table(f"private-{zone}", f"private-{zone[-1]}", [subnet])
            if nats:
                nat = nats[index % len(nats)]
                Route(
                    self,
                    f"private-internet-{zone}",
                    route_table_id=table.id,
                    destination_cidr_block=ANYWHERE,
                    nat_gateway_id=nat.id,
                )
            tables.append(table)
        return tables

    def _route_table(self, role: str, label: str, subnets: Sequence[Subnet]) -> RouteTable:
        table = RouteTable(
            self, f"{role}-routes", vpc_id=self.vpc_id, tags={"Name": f"{self._name}-{label}"}
        )
        for zone, subnet in zip(self._zones, subnets, strict=False):
            suffix = "" if role.endswith(zone) else f"-{zone}"
            RouteTableAssociation(
                self, f"{role}-routes{suffix}-association", route_table_id=table.id, subnet_id=subnet.id
            )
        return table

    def _gateway_endpoints(self, region: str, route_table_ids: list[str]) -> None:
        # They cost nothing and keep the traffic off the NAT gateways. Source: "AWS PrivateLink Guide, Gateway endpoints".
        for service in GATEWAY_ENDPOINTS:
            VpcEndpoint(
                self,
                f"{service}-endpoint",
                vpc_id=self.vpc_id,
                service_name=f"com.amazonaws.{region}.{service}",
                vpc_endpoint_type="Gateway",
                route_table_ids=route_table_ids,
                tags={"Name": f"{self._name}-{service}"},
            )
