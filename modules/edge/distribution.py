"""CloudFront distribution: sites from their buckets, services from the load balancer, under one name.

Defines: the distribution, the origin access control of its buckets, for each site its router and its headers.
Leaves to the caller: buckets that let CloudFront in (`Bucket.grant_cloudfront`), load balancer, certificate, firewall,
DNS names, logs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cdktf_cdktf_provider_aws.cloudfront_distribution import (
    CloudfrontDistribution,
    CloudfrontDistributionDefaultCacheBehavior,
    CloudfrontDistributionDefaultCacheBehaviorFunctionAssociation,
    CloudfrontDistributionOrderedCacheBehavior,
    CloudfrontDistributionOrderedCacheBehaviorFunctionAssociation,
    CloudfrontDistributionOrigin,
    CloudfrontDistributionOriginCustomOriginConfig,
    CloudfrontDistributionOriginVpcOriginConfig,
    CloudfrontDistributionRestrictions,
    CloudfrontDistributionRestrictionsGeoRestriction,
    CloudfrontDistributionViewerCertificate,
)
from cdktf_cdktf_provider_aws.cloudfront_origin_access_control import CloudfrontOriginAccessControl
from constructs import Construct

from modules import names
from modules.edge.behaviours import behaviours
from modules.edge.security_headers import CONTENT_SECURITY_POLICY, SecurityHeaders
from modules.edge.site_router import SiteRouter

# TLS 1.2 and 1.3, no CBC ciphers. Source: "CloudFront Developer Guide, Supported protocols and ciphers between viewers
# and CloudFront".
MINIMUM_PROTOCOL_VERSION = "TLSv1.2_2025"
# Policies that AWS keeps, with ids that are the same everywhere. Sources: "CloudFront Developer Guide, Use managed
# cache policies" and "Use managed origin request policies".
CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
# What a load balancer's idle timeout allows, and CloudFront at the most without a raised quota.
SECONDS_AT_THE_ORIGIN = 60
# A site that nothing was published for: CloudFront finds no file there and says 404.
UNRELEASED = "unreleased"
SERVICES = "load-balancer"


@dataclass(frozen=True)
class Site:
    """A static site. release: what is published, as 64 hexadecimal digits; None where nothing is.

    routes: path prefixes. spa: paths without an extension are index.html. bucket_domain_name: the regional one.
    """

    routes: Sequence[str]
    bucket_domain_name: str
    release: str | None
    spa: bool
    content_security_policy: str | None


@dataclass(frozen=True)
class Services:
    """The services behind a load balancer. domain_name: what its certificate is for, where `encrypted`.

    vpc_origin_id: where the load balancer is internal.
    """

    routes: Iterable[str]
    domain_name: str
    encrypted: bool
    vpc_origin_id: str | None


class Distribution(Construct):
    """HTTPS only, HTTP/2 and HTTP/3, compressed; only what sites publish is cached."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        sites: Mapping[str, Site],
        services: Services,
        domain: str | None,
        certificate_arn: str | None,
        web_acl_arn: str,
        price_class: Literal["PriceClass_100", "PriceClass_200", "PriceClass_All"],
    ) -> None:
        """sites: by name. domain and certificate_arn: both, the certificate in us-east-1, or neither.

        Raises ValueError for more routes than CloudFront takes.
        """
        super().__init__(scope, id_)
        self._name = name
        self._access_control = self._origin_access_control() if sites else None
        shared = behaviours({site: one.routes for site, one in sites.items()}, services.routes)
        parts = {site: self._site_parts(site, one) for site, one in sites.items()}
        of_services = self._service_parts()
        distribution = CloudfrontDistribution(
            self,
            "Default",
            enabled=True,
            comment=name,
            aliases=[domain] if domain else None,
            http_version="http2and3",
            is_ipv6_enabled=True,
            price_class=price_class,
            web_acl_id=web_acl_arn,
            default_root_object="index.html" if shared.default else None,
            origin=[self._services_origin(services), *map(self._site_origin, sites, sites.values())],
            default_cache_behavior=_default_behaviour(
                parts[shared.default] if shared.default else of_services
            ),
            ordered_cache_behavior=[
                _ordered_behaviour(one.path_pattern, parts[one.site] if one.site else of_services)
                for one in shared.ordered
            ],
            restrictions=CloudfrontDistributionRestrictions(
                geo_restriction=CloudfrontDistributionRestrictionsGeoRestriction(restriction_type="none")
            ),
            viewer_certificate=_viewer_certificate(certificate_arn),
        )
        self.id = distribution.id
        self.arn = distribution.arn
        self.domain_name = distribution.domain_name
        self.hosted_zone_id = distribution.hosted_zone_id

    def _origin_access_control(self) -> CloudfrontOriginAccessControl:
        return CloudfrontOriginAccessControl(
            self,
            "origin-access-control",
            name=self._name,
            description="Signs the requests to the buckets of sites",
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
        )

    def _site_origin(self, name: str, site: Site) -> CloudfrontDistributionOrigin:
        assert self._access_control
        return CloudfrontDistributionOrigin(
            origin_id=_origin_id(name),
            domain_name=site.bucket_domain_name,
            origin_path=f"/releases/{site.release or UNRELEASED}",
            origin_access_control_id=self._access_control.id,
        )

    def _services_origin(self, services: Services) -> CloudfrontDistributionOrigin:
        public = CloudfrontDistributionOriginCustomOriginConfig(
            http_port=80,
            https_port=443,
            origin_protocol_policy="https-only" if services.encrypted else "http-only",
            origin_ssl_protocols=["TLSv1.2"],
            origin_read_timeout=SECONDS_AT_THE_ORIGIN,
            origin_keepalive_timeout=SECONDS_AT_THE_ORIGIN,
        )
        if services.vpc_origin_id is None:
            return CloudfrontDistributionOrigin(
                origin_id=SERVICES, domain_name=services.domain_name, custom_origin_config=public
            )
        return CloudfrontDistributionOrigin(
            origin_id=SERVICES,
            domain_name=services.domain_name,
            vpc_origin_config=CloudfrontDistributionOriginVpcOriginConfig(
                vpc_origin_id=services.vpc_origin_id,
                origin_read_timeout=SECONDS_AT_THE_ORIGIN,
                origin_keepalive_timeout=SECONDS_AT_THE_ORIGIN,
            ),
        )

    def _site_parts(self, name: str, site: Site) -> dict[str, Any]:
        router = SiteRouter(
            self,
            f"router-{name}",
            name=names.function_name(self._name, name),
            routes=site.routes,
            spa=site.spa,
        )
        headers = SecurityHeaders(
            self,
            f"headers-{name}",
            name=f"{self._name}-site-{name}",
            comment=f"Pages of {name}",
            content_security_policy=site.content_security_policy or CONTENT_SECURITY_POLICY,
        )
        return {
            "target_origin_id": _origin_id(name),
            "allowed_methods": ["GET", "HEAD", "OPTIONS"],
            "cache_policy_id": CACHING_OPTIMIZED,
            "response_headers_policy_id": headers.id,
            "router": router.function_arn,
        }

    def _service_parts(self) -> dict[str, Any]:
        headers = SecurityHeaders(
            self,
            "headers",
            name=f"{self._name}-services",
            comment="Answers of services, where they say nothing themselves",
            content_security_policy=None,
        )
        return {
            "target_origin_id": SERVICES,
            "allowed_methods": ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
            "cache_policy_id": CACHING_DISABLED,
            # The load balancer's certificate is for the origin's name, not for the viewer's.
            "origin_request_policy_id": ALL_VIEWER_EXCEPT_HOST_HEADER,
            "response_headers_policy_id": headers.id,
        }


def _origin_id(site: str) -> str:
    return f"site-{site}"


def _default_behaviour(parts: Mapping[str, Any]) -> CloudfrontDistributionDefaultCacheBehavior:
    return CloudfrontDistributionDefaultCacheBehavior(
        **_common(parts, CloudfrontDistributionDefaultCacheBehaviorFunctionAssociation)
    )


def _ordered_behaviour(path: str, parts: Mapping[str, Any]) -> CloudfrontDistributionOrderedCacheBehavior:
    return CloudfrontDistributionOrderedCacheBehavior(
        path_pattern=path, **_common(parts, CloudfrontDistributionOrderedCacheBehaviorFunctionAssociation)
    )


def _common(parts: Mapping[str, Any], association: type[Any]) -> dict[str, Any]:
    """What both kinds of behaviour say, which differ in their types alone."""
    router = parts.get("router")
    return {
        **{key: value for key, value in parts.items() if key != "router"},
        "viewer_protocol_policy": "redirect-to-https",
        "cached_methods": ["GET", "HEAD"],
        "compress": True,
        "function_association": [association(event_type="viewer-request", function_arn=router)]
        if router
        else None,
    }


def _viewer_certificate(certificate_arn: str | None) -> CloudfrontDistributionViewerCertificate:
    if certificate_arn is None:
        # Under its own name a distribution takes any TLS version; AWS leaves no choice there.
        return CloudfrontDistributionViewerCertificate(cloudfront_default_certificate=True)
    return CloudfrontDistributionViewerCertificate(
        acm_certificate_arn=certificate_arn,
        ssl_support_method="sni-only",
        minimum_protocol_version=MINIMUM_PROTOCOL_VERSION,
    )
