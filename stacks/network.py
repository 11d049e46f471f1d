"""Network stack: VPC, ways in and out, flow logs.

Needs: nothing. All other stacks of the environment need it; destroying it takes the whole environment's network, and
AWS refuses while anything is in it.
"""

from __future__ import annotations

from collections.abc import Collection

from cdktf import App

from modules import names
from modules.network.flow_log import FlowLog
from modules.network.gateway_endpoints import GatewayEndpoints
from modules.network.interface_endpoints import CLUSTER_SERVICES, TASK_SERVICES, InterfaceEndpoints
from modules.network.vpc import Vpc
from modules.security.kms_key import KmsKey
from stacks.environment_stack import EnvironmentStack
from yard.config import Environment


class NetworkStack(EnvironmentStack):
    """The VPC and what every network has."""

    def __init__(self, app: App, environment: Environment, runtimes: Collection[str] = ()) -> None:
        """runtimes: of the services; without NAT they say which of AWS's APIs have an address in the VPC."""
        super().__init__(app, environment, "network", team="platform")
        account, region = environment.account, environment.region
        self.vpc = Vpc(
            self,
            "vpc",
            name=environment.name,
            cidr=environment.network.cidr,
            zones=environment.zones,
            nat=environment.network.nat,
        )
        GatewayEndpoints(
            self,
            "gateway-endpoints",
            name=environment.name,
            vpc_id=self.vpc.vpc_id,
            route_table_ids=self.vpc.route_table_ids,
            region=region,
        )
        if environment.network.nat == "none":
            InterfaceEndpoints(
                self,
                "interface-endpoints",
                name=environment.name,
                vpc_id=self.vpc.vpc_id,
                vpc_cidr=self.vpc.cidr,
                subnet_ids=self.vpc.private_subnet_ids,
                region=region,
                services=(*TASK_SERVICES, *(CLUSTER_SERVICES if "eks" in runtimes else ())),
            )
        log_group = f"/{environment.name}/network/flow-logs"
        key = KmsKey(
            self,
            "key",
            name=self.resource_name(),
            account=account,
            region=region,
            log_groups=log_group,
            protect=environment.protect,
        )
        FlowLog(
            self,
            "flow-log",
            vpc_id=self.vpc.vpc_id,
            role_name=names.role_name(environment.name, "network", "flow-logs"),
            log_group_name=log_group,
            retention_days=environment.defaults.flow_log_retention_days,
            account=account,
            region=region,
            key=key,
        )
        self.output("vpc_id", self.vpc.vpc_id, "The VPC.")
