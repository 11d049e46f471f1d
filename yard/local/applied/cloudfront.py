"""The CloudFront distribution in the state: its behaviours, functions and headers."""

from __future__ import annotations

from collections.abc import Iterator

from yard.local.applied.resources import Resource, Resources, Values, first
from yard.local.desired import Behaviour, Distribution, Header, HeadersPolicy

VIEWER_REQUEST = "viewer-request"


def distribution(resources: Resources) -> Distribution | None:
    """The environment's one; None where clients come to the load balancer itself."""
    found = next(iter(resources.of("aws_cloudfront_distribution")), None)
    if found is None:
        return None
    values = found.values
    sites = _sites(resources, values)
    policies = {
        one.values["id"]: _headers(one) for one in resources.of("aws_cloudfront_response_headers_policy")
    }
    blocks = [*(values.get("ordered_cache_behavior") or ()), first(values.get("default_cache_behavior"))]
    return Distribution(
        behaviours=tuple(_behaviour(block, sites, policies) for block in blocks),
        functions={one["arn"]: one["code"] for one in resources.values("aws_cloudfront_function")},
        default_root_object=values.get("default_root_object") or "",
    )


def _sites(resources: Resources, distribution: Values) -> dict[str, str]:
    """Id of an origin that is a bucket -> the service that owns the bucket."""
    owners = {}
    for bucket in resources.of("aws_s3_bucket"):
        for key in ("bucket_regional_domain_name", "bucket_domain_name"):
            if bucket.service and bucket.values.get(key):
                owners[bucket.values[key]] = bucket.service
    origins = distribution.get("origin") or ()
    return {one["origin_id"]: owners[one["domain_name"]] for one in origins if one["domain_name"] in owners}


def _behaviour(block: Values, sites: dict[str, str], policies: dict[str, HeadersPolicy]) -> Behaviour:
    functions = {one["event_type"]: one["function_arn"] for one in block.get("function_association") or ()}
    return Behaviour(
        pattern=block.get("path_pattern") or "*",
        site=sites.get(block["target_origin_id"]),
        methods=tuple(sorted(block.get("allowed_methods") or ())),
        function=functions.get(VIEWER_REQUEST),
        headers=policies.get(block.get("response_headers_policy_id") or "", HeadersPolicy()),
        compress=bool(block.get("compress")),
    )


def _headers(policy: Resource) -> HeadersPolicy:
    security = first(policy.values.get("security_headers_config"))
    custom = first(policy.values.get("custom_headers_config")).get("items") or ()
    removed = first(policy.values.get("remove_headers_config")).get("items") or ()
    return HeadersPolicy(
        added=(
            *_security(security),
            *(
                Header(name=one["header"], value=one["value"], override=bool(one["override"]))
                for one in custom
            ),
        ),
        removed=tuple(one["header"].lower() for one in removed),
    )


def _security(security: Values) -> Iterator[Header]:
    """Source: "CloudFront Developer Guide, Understand response headers policies, Security headers"."""
    simple = {
        "content_security_policy": ("Content-Security-Policy", "content_security_policy"),
        "frame_options": ("X-Frame-Options", "frame_option"),
        "referrer_policy": ("Referrer-Policy", "referrer_policy"),
    }
    for block, (name, key) in simple.items():
        if found := first(security.get(block)):
            yield Header(name=name, value=found[key], override=bool(found.get("override")))
    if found := first(security.get("content_type_options")):
        yield Header(name="X-Content-Type-Options", value="nosniff", override=bool(found.get("override")))
    if found := first(security.get("strict_transport_security")):
        words = [f"max-age={int(found['access_control_max_age_sec'])}"]
        words += ["includeSubDomains"] if found.get("include_subdomains") else []
        words += ["preload"] if found.get("preload") else []
        yield Header(
            name="Strict-Transport-Security", value="; ".join(words), override=bool(found.get("override"))
        )
    if found := first(security.get("xss_protection")):
        value = ("1; mode=block" if found.get("mode_block") else "1") if found.get("protection") else "0"
        yield Header(name="X-XSS-Protection", value=value, override=bool(found.get("override")))
