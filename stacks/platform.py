"""The platform stack: what the services of an environment share.

Needs the network stack's VPC and subnets. Destroying it takes every service off the air.
"""

from __future__ import annotations

from cdktf import App, TerraformOutput

from modules.compute.ecs_cluster import EcsCluster
from modules.edge.application_load_balancer import ApplicationLoadBalancer
from modules.edge.certificate import Certificate
from stacks.base import Stack
from stacks.network import NetworkStack
from yard.config import Environment


class PlatformStack(Stack):
    """ECS cluster and load balancer. Handles: `cluster`, `load_balancer`."""

    def __init__(self, app: App, *, environment: Environment, network: NetworkStack) -> None:
        super().__init__(app, environment=environment, name="platform")
        self.cluster = EcsCluster(
            self, "cluster", name=environment.name, container_insights=environment.defaults.container_insights
        )
        certificate = None
        if environment.domain and environment.zone_id:
            certificate = Certificate(
                self, "certificate", domain=environment.domain, zone_id=environment.zone_id
            )
        self.load_balancer = ApplicationLoadBalancer(
            self,
            "load-balancer",
            name=environment.name,
            account=environment.account,
            region=environment.region,
            vpc_id=network.vpc.vpc_id,
            subnet_ids=network.vpc.public_subnet_ids,
            certificate_arn=certificate.arn if certificate else None,
            protect=environment.protect,
        )
        if certificate:
            certificate.point_to(dns_name=self.load_balancer.dns_name, zone_id=self.load_balancer.zone_id)
        gateway = f"https://{environment.domain}" if certificate else f"http://{self.load_balancer.dns_name}"
        TerraformOutput(self, "gateway", value=gateway)
