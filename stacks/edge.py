"""Edge stack: CloudFront, its firewall, its certificate and the environment's domain.

Needs: the platform stack, and the stacks of the static sites. No other stack needs it; destroying it takes the
environment's public address, and no data.
"""

from __future__ import annotations

from collections.abc import Mapping

from cdktf import App

from modules.edge.alias_record import AliasRecord
from modules.edge.certificate import Certificate
from modules.edge.distribution import Distribution, Services, Site
from modules.edge.distribution_log import DistributionLog
from modules.edge.vpc_origin import VpcOrigin
from modules.edge.web_acl import CLOUDFRONT_REGION, LOG_PREFIX, WebAcl
from modules.security.kms_key import KmsKey
from stacks.environment_stack import EnvironmentStack
from stacks.platform import PlatformStack
from stacks.site import SiteStack
from yard.config import Environment, Service

# Tells `yard deploy` whose cache to empty.
DISTRIBUTION_OUTPUT = "distribution_id"


class EdgeStack(EnvironmentStack):
    """What is CloudFront's is in us-east-1, by each resource's own `region`; the rest is global."""

    def __init__(
        self,
        app: App,
        environment: Environment,
        services: Mapping[str, Service],
        releases: Mapping[str, str],
        *,
        platform: PlatformStack,
        sites: Mapping[str, SiteStack],
    ) -> None:
        """services: all of the environment. releases: site -> digest. sites: the stacks of the static ones."""
        super().__init__(app, environment, "edge", team="platform")
        self._platform = platform
        domain = environment.domain if platform.encrypted else None
        self.distribution = Distribution(
            self,
            "distribution",
            name=self.resource_name(),
            sites={name: self._site(stack, releases.get(name)) for name, stack in sites.items()},
            services=self._services(services),
            domain=domain,
            certificate_arn=self._certificate(domain),
            web_acl_arn=self._firewall().arn,
            price_class=environment.defaults.price_class,
        )
        DistributionLog(
            self,
            "log",
            name=self.resource_name(),
            distribution_arn=self.distribution.arn,
            bucket_arn=platform.log_bucket.arn,
        )
        if domain and environment.zone_id:
            AliasRecord(
                self,
                "domain",
                domain=domain,
                zone_id=environment.zone_id,
                target_dns_name=self.distribution.domain_name,
                target_zone_id=self.distribution.hosted_zone_id,
                evaluate_target_health=False,
                ipv6=True,
            )
        address = domain or self.distribution.domain_name
        self.output("url", f"https://{address}", "Where the environment is.")
        self.output(DISTRIBUTION_OUTPUT, self.distribution.id, "The CloudFront distribution.")

    def _site(self, stack: SiteStack, release: str | None) -> Site:
        static = stack.service.static
        return Site(
            routes=stack.service.routes,
            bucket_domain_name=stack.bucket.regional_domain_name,
            release=release.removeprefix("sha256:") if release else None,
            spa=static.spa,
            content_security_policy=static.content_security_policy,
        )

    def _services(self, services: Mapping[str, Service]) -> Services:
        platform = self._platform
        origin = None
        if platform.front == "vpc_origin":
            origin = VpcOrigin(
                self,
                "vpc-origin",
                name=self.resource_name(),
                load_balancer_arn=platform.load_balancer.arn,
                encrypted=platform.encrypted,
            ).id
        return Services(
            routes=[route for one in services.values() if one.runtime != "static" for route in one.routes],
            domain_name=platform.domain_name,
            encrypted=platform.encrypted,
            vpc_origin_id=origin,
        )

    def _certificate(self, domain: str | None) -> str | None:
        if domain is None or self.environment.zone_id is None:
            return None
        return Certificate(
            self, "certificate", domain=domain, zone_id=self.environment.zone_id, region=CLOUDFRONT_REGION
        ).arn

    def _firewall(self) -> WebAcl:
        environment = self.environment
        key = KmsKey(
            self,
            "key",
            name=self.resource_name(),
            account=environment.account,
            region=CLOUDFRONT_REGION,
            log_groups=f"{LOG_PREFIX}{self.resource_name()}",
            protect=environment.protect,
            abroad=environment.region != CLOUDFRONT_REGION,
        )
        return WebAcl(
            self,
            "firewall",
            name=self.resource_name(),
            protects="CLOUDFRONT",
            requests_per_address=environment.firewall.requests_per_address,
            retention_days=environment.defaults.log_retention_days,
            key=key,
        )
