"""The network stack: what everything else of the environment stands on.

Needs nothing of other stacks. Destroying it is refused by AWS while anything runs in its subnets.
"""

from __future__ import annotations

from cdktf import App, TerraformOutput

from modules.network.flow_logs import FlowLogs
from modules.network.interface_endpoints import InterfaceEndpoints
from modules.network.vpc import Vpc
from modules.security.kms_key import KmsKey
from stacks.base import Stack
from yard.config import Environment


class NetworkStack(Stack):
    """VPC, flow logs; interface endpoints where there is no NAT. Handles: `vpc`."""

    def __init__(self, app: App, *, environment: Environment) -> None:
        super().__init__(app, environment=environment, name="network")
        place = {"account": environment.account, "region": environment.region}
        self.vpc = Vpc(
            self,
            "vpc",
            name=environment.name,
            cidr=str(environment.network.cidr),
            zones=environment.zones,
            region=environment.region,
            nat=environment.network.nat,
        )
        if environment.network.nat == "none":
            InterfaceEndpoints(
                self,
                "endpoints",
                name=environment.name,
                vpc_id=self.vpc.vpc_id,
                vpc_cidr=self.vpc.cidr,
                subnet_ids=self.vpc.private_subnet_ids,
                region=environment.region,
            )
        key = KmsKey(
            self,
            "key",
            name=f"{environment.name}-network",
            description=f"Flow logs of {environment.name}",
            services=["logs"],
            protect=environment.protect,
            **place,
        )
        FlowLogs(
            self,
            "flow-logs",
            name=environment.name,
            vpc_id=self.vpc.vpc_id,
            key_arn=key.arn,
            retention_days=environment.defaults.flow_log_retention_days,
            **place,
        )
        TerraformOutput(self, "vpc_id", value=self.vpc.vpc_id)
