"""A distribution reads buckets with signed requests, and reaches everything else over HTTPS.

Checks each origin: one with `custom_origin_config` is https-only, and so is a VPC origin of the stack; any other is a
bucket and has an origin access control (or, from earlier days, an origin access identity).
Why: an unsigned request needs a public bucket; plain HTTP shows sessions to whoever is on the way.

Bad:  origin { domain_name = "gateway.example.com", custom_origin_config { origin_protocol_policy = "http-only" } }
Good: origin { domain_name = "gateway.example.com", custom_origin_config { origin_protocol_policy = "https-only" } }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource


class OriginsAreReachedSafely(ResourcePolicy):
    """Fails where one origin is read unsigned or unencrypted."""

    identifier = "YARD_EDGE_2"
    title = "A distribution reads buckets signed and reaches everything else over HTTPS"
    severity_level = "high"
    why = "An unsigned request needs a public bucket; plain HTTP shows sessions to whoever is on the way."
    fix = "Give a bucket's origin an origin_access_control_id; set origin_protocol_policy to https-only elsewhere."
    page = "AWS Foundational Security Best Practices, CloudFront.9 and CloudFront.13"
    resources = ("aws_cloudfront_distribution", "aws_cloudfront_vpc_origin")
    keys = ("origin", "vpc_origin_endpoint_config")

    def holds(self, resource: Resource) -> bool:
        """True where each origin is."""
        if resource.kind == "aws_cloudfront_vpc_origin":
            return (
                resource.arguments.text("vpc_origin_endpoint_config", "origin_protocol_policy")
                == "https-only"
            )
        return all(_is_safe(origin) for origin in resource.arguments.blocks("origin"))


def _is_safe(origin: Arguments) -> bool:
    custom = origin.blocks("custom_origin_config")
    if custom:
        return all(one.text("origin_protocol_policy") == "https-only" for one in custom)
    return bool(
        origin.blocks("vpc_origin_config")
        or origin.text("origin_access_control_id")
        or origin.text("s3_origin_config", "origin_access_identity")
    )


check = OriginsAreReachedSafely()
