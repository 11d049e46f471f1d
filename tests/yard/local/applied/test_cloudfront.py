"""The applied distribution says which path goes to which site, or to the services, and with which headers."""

from __future__ import annotations

from typing import Any

from tests.yard.local.state import resource, state
from yard.local.applied import applied
from yard.local.desired import Header

BUCKET = "local-web-site.s3.eu-west-1.amazonaws.com"


def distribution(**changes: Any) -> dict[str, Any]:
    site = {
        "target_origin_id": "site-web",
        "allowed_methods": ["HEAD", "GET"],
        "response_headers_policy_id": "policy",
        "function_association": [{"event_type": "viewer-request", "function_arn": "arn:router"}],
        "compress": True,
    }
    services = {"path_pattern": "/api/*", "target_origin_id": "balancer", "allowed_methods": ["GET", "POST"]}
    return resource(
        "aws_cloudfront_distribution",
        "edge",
        **{
            "origin": [
                {"origin_id": "balancer", "domain_name": "balancer.elb"},
                {"origin_id": "site-web", "domain_name": BUCKET, "origin_path": "/releases/unreleased"},
            ],
            "ordered_cache_behavior": [services],
            "default_cache_behavior": [site],
            "default_root_object": "index.html",
            **changes,
        },
    )


def test_paths_go_to_the_services_or_to_the_site_that_owns_the_bucket() -> None:
    bucket = resource(
        "aws_s3_bucket", "site", bucket_regional_domain_name=BUCKET, tags_all={"Service": "web"}
    )
    router = resource("aws_cloudfront_function", "router", code="function handler() {}")

    found = applied([state(bucket), state(distribution(), router)]).distribution

    assert found is not None
    api, rest = found.behaviours
    assert (api.pattern, api.site, api.methods) == ("/api/*", None, ("GET", "POST"))
    assert (rest.pattern, rest.site, rest.function, rest.compress) == ("*", "web", "arn:router", True)
    assert found.functions == {"arn:router": "function handler() {}"}
    assert found.sites == ["web"]


def test_headers_are_those_of_the_response_headers_policy() -> None:
    policy = resource(
        "aws_cloudfront_response_headers_policy",
        "policy",
        id="policy",
        security_headers_config=[
            {
                "strict_transport_security": [{"access_control_max_age_sec": 60, "override": True}],
                "content_type_options": [{"override": True}],
                "frame_options": [{"frame_option": "DENY", "override": False}],
                "referrer_policy": [],
                "content_security_policy": [
                    {"content_security_policy": "default-src 'self'", "override": True}
                ],
            }
        ],
        custom_headers_config=[{"items": [{"header": "X-Own", "value": "1", "override": False}]}],
        remove_headers_config=[{"items": [{"header": "Server"}]}],
    )

    found = applied([state(distribution(), policy)]).distribution

    assert found is not None
    headers = found.behaviours[-1].headers
    assert headers.removed == ("server",)
    assert set(headers.added) == {
        Header(name="Strict-Transport-Security", value="max-age=60"),
        Header(name="X-Content-Type-Options", value="nosniff"),
        Header(name="X-Frame-Options", value="DENY", override=False),
        Header(name="Content-Security-Policy", value="default-src 'self'"),
        Header(name="X-Own", value="1", override=False),
    }


def test_without_a_distribution_clients_come_to_the_load_balancer() -> None:
    assert applied([state()]).distribution is None
