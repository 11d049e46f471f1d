"""Interface endpoints: how tasks reach AWS where there is no NAT gateway.

Defines: one endpoint a service in the given subnets, and the security group that takes HTTPS from the VPC.
Leaves to the caller: gateway endpoints; image layers come from S3.
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct

# What a Fargate task needs to start, log, read secrets, use queues and publish events. Sources: "Amazon ECS interface
# VPC endpoints (AWS PrivateLink)", "Amazon ECR interface VPC endpoints".
TASK_SERVICES = ("ecr.api", "ecr.dkr", "events", "logs", "secretsmanager", "sqs")
# And what nodes and pods need beside that: to join the cluster, to take on roles, to find addresses for pods.
# Source: "Amazon EKS User Guide, Deploy private clusters with limited internet access".
CLUSTER_SERVICES = ("ec2", "eks", "eks-auth", "sts")


class InterfaceEndpoints(Construct):
    """AWS's APIs under private addresses of the VPC, billed by the hour and zone."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        vpc_id: str,
        vpc_cidr: str,
        subnet_ids: Sequence[str],
        region: str,
        services: Sequence[str] = TASK_SERVICES,
    ) -> None:
        """services: as in the endpoints' names, such as `ecr.api`."""
        super().__init__(scope, id_)
        group = self._security_group(name, vpc_id, vpc_cidr)
        for service in services:
            VpcEndpoint(
                self,
                service.replace(".", "-"),
                vpc_id=vpc_id,
                vpc_endpoint_type="Interface",
                service_name=f"com.amazonaws.{region}.{service}",
                subnet_ids=list(subnet_ids),
                security_group_ids=[group.id],
                private_dns_enabled=True,
                tags={"Name": f"{name}-{service}"},
            )

    def _security_group(self, name: str, vpc_id: str, vpc_cidr: str) -> SecurityGroup:
        tags = {"Name": f"{name}-endpoints"}
        group = SecurityGroup(
            self,
            "security-group",
            name=tags["Name"],
            description="AWS APIs for the tasks of this VPC",
            vpc_id=vpc_id,
            tags=tags,
        )
        VpcSecurityGroupIngressRule(
            self,
            "https-from-vpc",
            security_group_id=group.id,
            description="HTTPS from the VPC",
            cidr_ipv4=vpc_cidr,
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
        )
        return group
