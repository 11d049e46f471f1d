"""Application load balancer that faces the internet and answers 404 to what nobody claims.

Defines: load balancer, security group open to the world on its listeners' ports only, access logs, listener
(HTTPS with a redirect from HTTP where there is a certificate, HTTP otherwise).
Leaves to the caller: certificate, target groups and rules (`target.Target`), WAF.
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.lb import Lb, LbAccessLogs
from cdktf_cdktf_provider_aws.lb_listener import (
    LbListener,
    LbListenerDefaultAction,
    LbListenerDefaultActionFixedResponse,
    LbListenerDefaultActionRedirect,
)
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct

from modules.data.bucket import Bucket
from modules.names import fit
from modules.security.policy_document import statement

NAME_LIMIT = 32  # Source: "Elastic Load Balancing API Reference, CreateLoadBalancer".
# Source: "User Guide for Application Load Balancers, Security policies": TLS 1.2 and 1.3, forward secrecy only.
TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
ACCESS_LOG_DAYS = 90
NOT_FOUND = '{"type":"about:blank","title":"Not Found","status":404}'


class ApplicationLoadBalancer(Construct):
    """certificate_arn: None serves plain HTTP, for environments without a domain.

    protect: neither AWS nor Terraform deletes it by mistake.
    Handles: arn, arn_suffix, dns_name, zone_id, listener_arn, security_group_id.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        account: str,
        region: str,
        vpc_id: str,
        subnet_ids: Sequence[str],
        certificate_arn: str | None,
        protect: bool = False,
    ) -> None:
        super().__init__(scope, id)
        group = SecurityGroup(
            self,
            "security-group",
            name=f"{name}-load-balancer",
            description="Load balancer: the internet comes in here",
            vpc_id=vpc_id,
            tags={"Name": f"{name}-load-balancer"},
        )
        self.security_group_id: str = group.id
        logs = self._access_logs(name, account, region, protect=protect)
        balancer = Lb(
            self,
            "load-balancer",
            name=fit(name, NAME_LIMIT),
            load_balancer_type="application",
            internal=False,
            subnets=list(subnet_ids),
            security_groups=[group.id],
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            enable_deletion_protection=protect,
            access_logs=LbAccessLogs(bucket=logs.name, prefix="load-balancer", enabled=True),
            depends_on=[logs],
        )
        self.arn: str = balancer.arn
        self.arn_suffix: str = balancer.arn_suffix
        self.dns_name: str = balancer.dns_name
        self.zone_id: str = balancer.zone_id
        self.listener_arn = self._listeners(certificate_arn)

    def _access_logs(self, name: str, account: str, region: str, *, protect: bool) -> Bucket:
        bucket = f"{name}-access-logs-{account}-{region}"
        # Source: "User Guide for Application Load Balancers, Enable access logs": only SSE-S3 works, and the service
        # principal writes below prefix/AWSLogs/account.
        deliver = statement(
            sid="LoadBalancerWrites",
            actions=["s3:PutObject"],
            resources=[f"arn:aws:s3:::{bucket}/load-balancer/AWSLogs/{account}/*"],
            principals={"Service": ["logdelivery.elasticloadbalancing.amazonaws.com"]},
            conditions={"StringEquals": {"aws:SourceAccount": account}},
        )
        return Bucket(
            self,
            "access-logs",
            name=bucket,
            expire_days=ACCESS_LOG_DAYS,
            extra_statements=(deliver,),
            protect=protect,
        )

    def _listeners(self, certificate_arn: str | None) -> str:
        not_found = LbListenerDefaultAction(
            type="fixed-response",
            fixed_response=LbListenerDefaultActionFixedResponse(
                content_type="application/json", status_code="404", message_body=NOT_FOUND
            ),
        )
        self._open(80)
        if certificate_arn is None:
            return LbListener(
                self, "http", load_balancer_arn=self.arn, port=80, protocol="HTTP", default_action=[not_found]
            ).arn
        self._open(443)
        to_https = LbListenerDefaultAction(
            type="redirect",
            redirect=LbListenerDefaultActionRedirect(port="443", protocol="HTTPS", status_code="HTTP_301"),
        )
        LbListener(
            self, "http", load_balancer_arn=self.arn, port=80, protocol="HTTP", default_action=[to_https]
        )
        return LbListener(
            self,
            "https",
            load_balancer_arn=self.arn,
            port=443,
            protocol="HTTPS",
            ssl_policy=TLS_POLICY,
            certificate_arn=certificate_arn,
            default_action=[not_found],
        ).arn

    def _open(self, port: int) -> None:
        VpcSecurityGroupIngressRule(
            self,
            f"world-{port}",
            security_group_id=self.security_group_id,
            description=f"Anybody, port {port}",
            cidr_ipv4="0.0.0.0/0",
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
