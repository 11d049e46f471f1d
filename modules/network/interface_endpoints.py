"""Interface endpoints: AWS's own services reached without a way to the internet.

Defines: a security group open to the VPC on 443, one endpoint a service, with private DNS names.
Leaves to the caller: which services.
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct

# What a task on Fargate needs before its own code runs. Source: "Amazon ECS Developer Guide, Amazon ECS interface
# VPC endpoints".
FOR_FARGATE = ("ecr.api", "ecr.dkr", "logs", "secretsmanager", "kms", "sqs")


class InterfaceEndpoints(Construct):
    """One interface endpoint a service, in every subnet given."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        vpc_id: str,
        vpc_cidr: str,
        subnet_ids: Sequence[str],
        region: str,
        services: Sequence[str] = FOR_FARGATE,
    ) -> None:
        super().__init__(scope, id)
        group = SecurityGroup(
            self,
            "security-group",
            name=f"{name}-endpoints",
            description="Interface endpoints: HTTPS from inside the VPC",
            vpc_id=vpc_id,
            tags={"Name": f"{name}-endpoints"},
        )
        VpcSecurityGroupIngressRule(
            self,
            "https-from-vpc",
            security_group_id=group.id,
            description="HTTPS from inside the VPC",
            cidr_ipv4=vpc_cidr,
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
        )
        for service in services:
            VpcEndpoint(
                self,
                service.replace(".", "-"),
                vpc_id=vpc_id,
                service_name=f"com.amazonaws.{region}.{service}",
                vpc_endpoint_type="Interface",
                subnet_ids=list(subnet_ids),
                security_group_ids=[group.id],
                private_dns_enabled=True,
                tags={"Name": f"{name}-{service}"},
            )
