from __future__ import annotations

from typing import Any

import pytest

from tests.modules.synthesised import Resources
from tests.stacks.environments import build, environment, service
from yard.config import InputError, Service

DOMAIN: dict[str, Any] = {"domain": "dev.example.com", "zone_id": "Z0000000000000000DEV"}
DIGEST = "sha256:" + "c" * 64


def site(**changes: Any) -> Service:
    return Service.model_validate(
        {"name": "web", "team": "merchandising", "runtime": "static", "routes": ["/"], **changes}
    )


def made(*, release: bool = True, **changes: Any) -> dict[str, Resources]:
    return build(environment(**changes), service(), site(), releases={"web": DIGEST} if release else {})


def origins(resources: Resources) -> dict[str, dict[str, Any]]:
    return {one["origin_id"]: one for one in resources.only("aws_cloudfront_distribution")["origin"]}


def test_a_site_brings_cloudfront_and_an_environment_may_choose_it() -> None:
    assert {"dev-edge", "dev-web"} <= set(made())
    assert "dev-edge" in build(environment(edge={}), service())
    assert "dev-edge" not in build(environment(), service())


def test_what_is_released_is_served_from_the_folder_of_its_digest() -> None:
    assert origins(made()["dev-edge"])["site-web"]["origin_path"] == f"/releases/{'c' * 64}"
    assert origins(made(release=False)["dev-edge"])["site-web"]["origin_path"] == "/releases/unreleased"


def test_a_release_changes_nothing_but_the_edge() -> None:
    before, after = made(release=False), made()

    changed = {name for name in after if after[name].document != before[name].document}
    assert changed == {"dev-edge"}


def test_another_service_changes_nothing_at_the_edge() -> None:
    alone = build(environment(edge={}), service(), site())
    both = build(
        environment(edge={}), service(), site(), service(name="search", routes=["/api/search"], data={})
    )

    assert both["dev-edge"].document == alone["dev-edge"].document
    assert both["dev-platform"].document == alone["dev-platform"].document


def test_the_domain_is_cloudfronts_and_the_load_balancer_has_a_name_below_it() -> None:
    stacks = made(**DOMAIN)

    records = stacks["dev-edge"].all("aws_route53_record").values()
    aliases = {(one["name"], one["type"]) for one in records if "alias" in one}
    gateway = [one for one in stacks["dev-platform"].all("aws_route53_record").values() if "alias" in one]
    assert aliases == {("dev.example.com", "A"), ("dev.example.com", "AAAA")}
    assert [one["name"] for one in gateway] == ["gateway.dev.example.com"]
    assert stacks["dev-platform"].only("aws_acm_certificate")["domain_name"] == "gateway.dev.example.com"
    assert origins(stacks["dev-edge"])["load-balancer"]["domain_name"] == "gateway.dev.example.com"
    assert stacks["dev-edge"].document["output"]["url"]["value"] == "https://dev.example.com"


def test_what_is_cloudfronts_is_in_us_east_1_and_there_is_one_provider() -> None:
    edge = made(**DOMAIN)["dev-edge"]

    kinds = ("aws_acm_certificate", "aws_wafv2_web_acl", "aws_cloudwatch_log_group", "aws_kms_key")
    assert {edge.only(kind)["region"] for kind in kinds} == {"us-east-1"}
    assert len(edge.document["provider"]["aws"]) == 1


def test_in_us_east_1_itself_no_resource_says_so_twice() -> None:
    where = environment(region="us-east-1", zones=("us-east-1a", "us-east-1b"))

    assert "region" not in build(where, service(), site())["dev-edge"].only("aws_kms_key")


def test_behind_cloudfront_the_load_balancer_lets_in_cloudfront_alone_on_one_port() -> None:
    for changes, port in ((DOMAIN, 443), ({}, 80)):
        platform = made(**changes)["dev-platform"]

        (rule,) = platform.all("aws_vpc_security_group_ingress_rule").values()
        assert (rule["prefix_list_id"], rule["from_port"], rule["to_port"]) == ("pl-4fa04526", port, port)
        assert platform.only("aws_lb_listener")["port"] == port
        assert platform.only("aws_lb")["internal"] is False


def test_a_public_load_balancer_has_a_firewall_of_its_own_since_other_distributions_reach_it_too() -> None:
    platform = made()["dev-platform"]

    names = [rule["name"] for rule in platform.only("aws_wafv2_web_acl")["rule"]]
    assert platform.only("aws_wafv2_web_acl_association")["resource_arn"] == "${aws_lb.gateway.arn}"
    assert "rate-limit" not in names


def test_open_to_the_world_it_limits_each_address_too() -> None:
    platform = build(environment(firewall={"requests_per_address": 300}), service())["dev-platform"]

    (limit, *_) = platform.only("aws_wafv2_web_acl")["rule"]
    assert limit["statement"]["rate_based_statement"]["limit"] == 300


def test_through_a_vpc_origin_the_load_balancer_is_nowhere_on_the_internet() -> None:
    stacks = made(edge={"vpc_origin": True}, **DOMAIN)

    balancer = stacks["dev-platform"].only("aws_lb")
    (origin,) = stacks["dev-edge"].all("aws_cloudfront_vpc_origin")
    assert balancer["internal"] is True
    assert all("vpc_private-" in subnet for subnet in balancer["subnets"])
    assert not stacks["dev-platform"].all("aws_wafv2_web_acl")
    assert origins(stacks["dev-edge"])["load-balancer"]["vpc_origin_config"]["vpc_origin_id"] == (
        f"${{aws_cloudfront_vpc_origin.{origin}.id}}"
    )


def test_getting_an_edge_changes_no_address_of_the_platform_but_the_ways_in() -> None:
    kept = {"aws_lb.gateway", "aws_ecs_cluster.cluster", "aws_security_group.gateway_security-group_B9E7BEE6"}

    for edge in (None, {}, {"vpc_origin": True}):
        assert kept <= build(environment(edge=edge, **DOMAIN), service())["dev-platform"].addresses


def test_a_site_is_a_private_bucket_that_cloudfront_reads_and_nothing_that_runs() -> None:
    resources = made()["dev-web"]

    assert {kind for kind in resources.document["resource"] if not kind.startswith("aws_s3_bucket")} == {
        "aws_kms_key", "aws_kms_alias",
    }  # fmt: skip
    assert "aws_s3_bucket.site" in resources.addresses
    assert [one["Sid"] for one in resources.policy("aws_s3_bucket_policy")] == [
        "DenyWithoutTls", "CloudFrontReads", "CloudFrontSeesWhatIsMissing",
    ]  # fmt: skip
    assert set(resources.document["output"]) >= {"site_bucket"}


def test_a_site_outlives_its_stack_when_the_environment_is_protected() -> None:
    bucket = made(protect=True)["dev-web"].only("aws_s3_bucket")

    assert bucket["lifecycle"]["prevent_destroy"] is True
    assert bucket["force_destroy"] is False


@pytest.mark.parametrize("size", [("small", "PriceClass_100"), ("large", "PriceClass_All")])
def test_a_larger_environment_answers_from_more_of_the_world(size: tuple[str, str]) -> None:
    found = made(size=size[0])["dev-edge"].only("aws_cloudfront_distribution")

    assert found["price_class"] == size[1]


def test_a_region_whose_prefix_list_nobody_knows_here_asks_for_its_id() -> None:
    where: dict[str, Any] = {"region": "me-central-1", "zones": ("me-central-1a", "me-central-1b")}

    with pytest.raises(InputError) as refused:
        made(edge={}, **where)

    assert refused.value.problems == [
        "<Environment>:1 edge.prefix_list: the id of CloudFront's prefix list in me-central-1 is not known here. Look"
        " up com.amazonaws.global.cloudfront.origin-facing on the VPC console and give its id."
    ]
    stacks = made(edge={"prefix_list": "pl-0123456789abcdef0"}, **where)
    (rule,) = stacks["dev-platform"].all("aws_vpc_security_group_ingress_rule").values()
    assert rule["prefix_list_id"] == "pl-0123456789abcdef0"


def test_more_routes_than_cloudfront_takes_are_refused_before_the_first_stack() -> None:
    many = [service(name=f"s{n}", routes=[f"/s{n}-{m}" for m in range(5)], data={}) for n in range(8)]

    with pytest.raises(InputError, match="more than CloudFront takes"):
        build(environment(), site(), *many)
