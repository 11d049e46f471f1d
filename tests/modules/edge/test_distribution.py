from __future__ import annotations

from typing import Any

from cdktf import TerraformStack

from modules.edge.distribution import Distribution, Services, Site
from modules.edge.distribution_log import DistributionLog
from modules.edge.security_headers import CONTENT_SECURITY_POLICY
from modules.edge.vpc_origin import VpcOrigin
from tests.modules.synthesised import Resources, synthesise

WEB = Site(
    routes=["/"],
    bucket_domain_name="dev-web.s3.eu-west-1.amazonaws.com",
    release="ab" * 32,
    spa=True,
    content_security_policy=None,
)
CERTIFICATE = "arn:aws:acm:us-east-1:111111111111:certificate/1"


def distribution(
    sites: dict[str, Site] | None = None,
    *,
    domain: str | None = "dev.example.com",
    encrypted: bool = True,
    vpc_origin_id: str | None = None,
) -> Resources:
    def build(stack: TerraformStack) -> None:
        Distribution(
            stack,
            "distribution",
            name="dev-edge",
            sites={"web": WEB} if sites is None else sites,
            services=Services(
                routes=["/api/catalog"],
                domain_name="gateway.dev.example.com",
                encrypted=encrypted,
                vpc_origin_id=vpc_origin_id,
            ),
            domain=domain,
            certificate_arn=CERTIFICATE if domain else None,
            web_acl_arn="arn:aws:wafv2:us-east-1:111111111111:global/webacl/dev-edge/1",
            price_class="PriceClass_100",
        )

    return synthesise(build)


def made(**changes: Any) -> dict[str, Any]:
    return distribution(**changes).only("aws_cloudfront_distribution")


def origins(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {origin["origin_id"]: origin for origin in made["origin"]}


def test_viewers_speak_tls_1_2_or_newer_http_2_or_3_and_nothing_unencrypted() -> None:
    found = made()

    assert found["viewer_certificate"] == {
        "acm_certificate_arn": CERTIFICATE,
        "ssl_support_method": "sni-only",
        "minimum_protocol_version": "TLSv1.2_2025",
    }
    assert found["http_version"] == "http2and3"
    assert found["is_ipv6_enabled"] is True
    for behaviour in (found["default_cache_behavior"], *found["ordered_cache_behavior"]):
        assert behaviour["viewer_protocol_policy"] == "redirect-to-https"
        assert behaviour["compress"] is True


def test_without_a_domain_the_distribution_answers_under_its_own_name() -> None:
    found = made(domain=None)

    assert found["viewer_certificate"] == {"cloudfront_default_certificate": True}
    assert "aliases" not in found


def test_a_site_is_read_signed_from_the_folder_of_its_release() -> None:
    resources = distribution()

    origin = origins(resources.only("aws_cloudfront_distribution"))["site-web"]
    (control,) = resources.all("aws_cloudfront_origin_access_control")
    assert origin["origin_path"] == "/releases/" + "ab" * 32
    assert origin["origin_access_control_id"] == f"${{aws_cloudfront_origin_access_control.{control}.id}}"
    assert resources.only("aws_cloudfront_origin_access_control")["signing_behavior"] == "always"


def test_a_site_without_a_release_serves_a_folder_that_nothing_is_in() -> None:
    unreleased = Site(WEB.routes, WEB.bucket_domain_name, None, spa=True, content_security_policy=None)

    assert origins(made(sites={"web": unreleased}))["site-web"]["origin_path"] == "/releases/unreleased"


def test_sites_are_cached_as_their_files_say_and_only_read() -> None:
    behaviour = made()["default_cache_behavior"]

    assert behaviour["target_origin_id"] == "site-web"
    assert behaviour["cache_policy_id"] == "658327ea-f89d-4fab-a63d-7e88639e58f6"  # CachingOptimized
    assert behaviour["allowed_methods"] == ["GET", "HEAD", "OPTIONS"]
    assert behaviour["function_association"][0]["event_type"] == "viewer-request"
    assert made()["default_root_object"] == "index.html"


def test_services_are_never_cached_and_get_all_that_the_viewer_sent_but_its_host() -> None:
    api, below = made()["ordered_cache_behavior"]

    assert (api["path_pattern"], below["path_pattern"]) == ("/api", "/api/*")
    assert below["target_origin_id"] == "load-balancer"
    assert below["cache_policy_id"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # CachingDisabled
    assert (
        below["origin_request_policy_id"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    )  # AllViewerExceptHostHeader
    assert set(below["allowed_methods"]) >= {"POST", "PUT", "PATCH", "DELETE"}
    assert "function_association" not in below


def test_no_error_page_hides_the_error_of_a_service() -> None:
    assert "custom_error_response" not in made()


def test_the_load_balancer_is_reached_over_https() -> None:
    config = origins(made())["load-balancer"]["custom_origin_config"]

    assert (config["origin_protocol_policy"], config["origin_ssl_protocols"]) == ("https-only", ["TLSv1.2"])
    assert (
        origins(made(encrypted=False, domain=None))["load-balancer"]["custom_origin_config"][
            "origin_protocol_policy"
        ]
        == "http-only"
    )


def test_a_vpc_origin_takes_the_place_of_the_public_one() -> None:
    origin = origins(made(vpc_origin_id="vo_1"))["load-balancer"]

    assert origin["vpc_origin_config"]["vpc_origin_id"] == "vo_1"
    assert "custom_origin_config" not in origin


def test_without_sites_everything_goes_to_the_services_and_no_bucket_is_signed_for() -> None:
    resources = distribution(sites={})

    found = resources.only("aws_cloudfront_distribution")
    assert found["default_cache_behavior"]["target_origin_id"] == "load-balancer"
    assert "ordered_cache_behavior" not in found or found["ordered_cache_behavior"] == []
    assert "default_root_object" not in found
    assert not resources.all("aws_cloudfront_origin_access_control")


def test_pages_carry_security_headers_and_tell_nothing_of_the_bucket() -> None:
    policies = {
        one["name"]: one for one in distribution().all("aws_cloudfront_response_headers_policy").values()
    }

    pages = policies["dev-edge-site-web"]["security_headers_config"]
    assert pages["content_security_policy"]["content_security_policy"] == CONTENT_SECURITY_POLICY
    assert pages["strict_transport_security"]["access_control_max_age_sec"] == 31_536_000
    assert pages["frame_options"] == {"frame_option": "DENY", "override": True}
    assert pages["content_type_options"] == {"override": True}
    removed = policies["dev-edge-site-web"]["remove_headers_config"]["items"]
    assert {"header": "x-amz-server-side-encryption-aws-kms-key-id"} in removed


def test_what_a_service_says_of_its_own_pages_stays() -> None:
    policies = {
        one["name"]: one for one in distribution().all("aws_cloudfront_response_headers_policy").values()
    }

    services = policies["dev-edge-services"]["security_headers_config"]
    assert "content_security_policy" not in services
    assert services["frame_options"]["override"] is services["referrer_policy"]["override"] is False


def test_a_site_may_say_its_own_content_security_policy() -> None:
    site = Site(
        WEB.routes, WEB.bucket_domain_name, None, spa=True, content_security_policy="default-src 'none'"
    )
    (policy,) = [
        one
        for one in distribution(sites={"web": site}).all("aws_cloudfront_response_headers_policy").values()
        if one["name"] == "dev-edge-site-web"
    ]

    assert (
        policy["security_headers_config"]["content_security_policy"]["content_security_policy"]
        == "default-src 'none'"
    )


def test_access_logs_are_delivered_from_us_east_1() -> None:
    resources = synthesise(
        lambda stack: DistributionLog(
            stack, "log", name="dev-edge", distribution_arn="arn:d", bucket_arn="arn:aws:s3:::logs"
        )
    )

    kinds = ("source", "destination")
    parts = [resources.only(f"aws_cloudwatch_log_delivery_{kind}") for kind in kinds]
    assert {part["region"] for part in (*parts, resources.only("aws_cloudwatch_log_delivery"))} == {
        "us-east-1"
    }
    assert (parts[0]["log_type"], parts[0]["resource_arn"]) == ("ACCESS_LOGS", "arn:d")
    assert parts[1]["delivery_destination_configuration"] == [
        {"destination_resource_arn": "arn:aws:s3:::logs/cloudfront"}
    ]


def test_a_vpc_origin_speaks_https_where_there_is_a_certificate() -> None:
    def policy(*, encrypted: bool) -> str:
        resources = synthesise(
            lambda stack: VpcOrigin(
                stack, "origin", name="dev-edge", load_balancer_arn="arn:lb", encrypted=encrypted
            )
        )
        (config,) = resources.only("aws_cloudfront_vpc_origin")["vpc_origin_endpoint_config"]
        return str(config["origin_protocol_policy"])

    assert (policy(encrypted=True), policy(encrypted=False)) == ("https-only", "http-only")
