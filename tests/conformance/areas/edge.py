"""The edge: a distribution of CloudFront, and a firewall with its logs before a load balancer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .area import Area, Client, merged
from .ground import BALANCER, NETWORK

METHODS = ["GET", "HEAD"]
_ORIGIN = {
    "origin_id": "services",
    "domain_name": "gateway.example.com",
    "custom_origin_config": {
        "http_port": 80,
        "https_port": 443,
        "origin_protocol_policy": "https-only",
        "origin_ssl_protocols": ["TLSv1.2"],
    },
}
_SITE = {"origin_id": "site", "domain_name": "site.s3.eu-west-1.amazonaws.com", "origin_path": "/one"}


def _behaviour(origin: str, **more: Any) -> dict[str, Any]:
    return {
        "target_origin_id": origin,
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": METHODS,
        "cached_methods": METHODS,
        "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6",
        "compress": True,
        **more,
    }


def _visible(name: str) -> dict[str, Any]:
    return {"cloudwatch_metrics_enabled": True, "metric_name": name, "sampled_requests_enabled": True}


def _managed(name: str, priority: int) -> dict[str, Any]:
    return {
        "name": name,
        "priority": priority,
        "override_action": {"none": {}},
        "statement": {"managed_rule_group_statement": {"name": name, "vendor_name": "AWS"}},
        "visibility_config": _visible(name),
    }


def _rate(limit: int) -> dict[str, Any]:
    return {
        "name": "rate",
        "priority": 0,
        "action": {"block": {}},
        "statement": {"rate_based_statement": {"limit": limit, "aggregate_key_type": "IP"}},
        "visibility_config": _visible("rate"),
    }


_RESOURCES: dict[str, Any] = {
    "aws_cloudfront_distribution": {
        "main": {
            "enabled": True,
            "comment": "Twin",
            "aliases": ["twin.example.com"],
            "is_ipv6_enabled": True,
            "http_version": "http2",
            "price_class": "PriceClass_100",
            "default_root_object": "index.html",
            "origin": [_ORIGIN, _SITE],
            "default_cache_behavior": _behaviour("site"),
            "ordered_cache_behavior": [_behaviour("services", path_pattern="/api/*")],
            "custom_error_response": [
                {"error_code": 404, "response_code": 200, "response_page_path": "/index.html"}
            ],
            "restrictions": {"geo_restriction": {"restriction_type": "none"}},
            "viewer_certificate": {
                "acm_certificate_arn": (
                    "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
                ),
                "minimum_protocol_version": "TLSv1.2_2019",
                "ssl_support_method": "sni-only",
            },
            "tags": {"Name": "twin"},
        }
    },
    "aws_wafv2_web_acl": {
        "main": {
            "name": "twin",
            "description": "Twin",
            "scope": "REGIONAL",
            "default_action": {"allow": {}},
            "rule": [_rate(1000), _managed("AWSManagedRulesCommonRuleSet", 1)],
            "visibility_config": _visible("twin"),
            "tags": {"Name": "twin"},
        }
    },
    "aws_wafv2_web_acl_association": {
        "main": {"resource_arn": "${aws_lb.main.arn}", "web_acl_arn": "${aws_wafv2_web_acl.main.arn}"}
    },
    "aws_cloudwatch_log_group": {"firewall": {"name": "aws-waf-logs-twin"}},
    "aws_wafv2_web_acl_logging_configuration": {
        "main": {
            "resource_arn": "${aws_wafv2_web_acl.main.arn}",
            "log_destination_configs": [
                "arn:aws:firehose:eu-west-1:123456789012:deliverystream/aws-waf-logs-twin"
            ],
            "redacted_fields": [{"single_header": {"name": "authorization"}}],
        }
    },
}

_CHANGES: dict[str, Any] = {
    "aws_cloudfront_distribution": {
        "main": {
            "comment": "Other twin",
            "origin": [_ORIGIN, {**_SITE, "origin_path": "/two"}],
            "tags": {"Name": "other"},
        }
    },
    "aws_wafv2_web_acl": {
        "main": {
            "description": "Other twin",
            "rule": [_rate(2000), _managed("AWSManagedRulesKnownBadInputsRuleSet", 2)],
        }
    },
    "aws_wafv2_web_acl_logging_configuration": {
        "main": {"redacted_fields": [{"single_header": {"name": "cookie"}}]}
    },
}


def _distributions(client: Client) -> Iterator[Any]:
    front = client("cloudfront")
    for one in front.list_distributions()["DistributionList"].get("Items", []):
        yield front.get_distribution(Id=one["Id"])["Distribution"]
        yield front.list_tags_for_resource(Resource=one["ARN"])["Tags"]


def _firewalls(client: Client) -> Iterator[Any]:
    waf, elb = client("wafv2"), client("elbv2")
    for acl in waf.list_web_acls(Scope="REGIONAL")["WebACLs"]:
        yield waf.get_web_acl(Name=acl["Name"], Id=acl["Id"], Scope="REGIONAL")["WebACL"]
        yield waf.list_tags_for_resource(ResourceARN=acl["ARN"])["TagInfoForResource"]
    yield waf.list_logging_configurations(Scope="REGIONAL")["LoggingConfigurations"]
    for balancer in elb.describe_load_balancers()["LoadBalancers"]:
        found = waf.get_web_acl_for_resource(ResourceArn=balancer["LoadBalancerArn"])
        yield {balancer["LoadBalancerName"]: found.get("WebACL", {}).get("Name")}


AREA = Area(
    resources=merged(NETWORK, BALANCER, _RESOURCES),
    changes=_CHANGES,
    readers={"distributions": _distributions, "firewalls": _firewalls},
)
