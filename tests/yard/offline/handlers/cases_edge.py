"""The edge: distributions, functions, firewalls, deliveries of logs; and budgets."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values
from yard.offline.values import Dynamic

CODE = "function handler(event) { return event.request; }"
METHODS = ["GET", "HEAD"]


def behaviour(origin: str, **more: Any) -> Values:
    return {
        "target_origin_id": origin,
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": METHODS,
        "cached_methods": METHODS,
        "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6",
        **more,
    }


def origins(release: str) -> list[Values]:
    services = {
        "origin_id": "services",
        "domain_name": "gateway.example.com",
        "custom_origin_config": [
            {
                "http_port": 80,
                "https_port": 443,
                "origin_protocol_policy": "https-only",
                "origin_ssl_protocols": ["TLSv1.2"],
            }
        ],
    }
    site = {
        "origin_id": "site",
        "domain_name": "site.s3.eu-west-1.amazonaws.com",
        "origin_path": f"/releases/{release}",
        "origin_access_control_id": "E1",
    }
    return [services, site]


def distribution(world: World) -> Values:
    return {
        "enabled": True,
        "comment": "dev",
        "aliases": ["example.com"],
        "http_version": "http2and3",
        "is_ipv6_enabled": True,
        "price_class": "PriceClass_100",
        "default_root_object": "index.html",
        "custom_error_response": [
            {"error_code": 404, "response_code": 200, "response_page_path": "/index.html"}
        ],
        "origin": origins("one"),
        "default_cache_behavior": [behaviour("site")],
        "ordered_cache_behavior": [behaviour("services", path_pattern="/api/*")],
        "restrictions": [{"geo_restriction": [{"restriction_type": "none"}]}],
        "viewer_certificate": [{"cloudfront_default_certificate": True}],
    }


def see_distribution(world: World, state: Values) -> Any:
    config = world.aws("cloudfront").get_distribution(Id=state["id"])["Distribution"]["DistributionConfig"]
    paths = {origin["Id"]: origin["OriginPath"] for origin in config["Origins"]["Items"]}
    assert [one["ResponsePagePath"] for one in config["CustomErrorResponses"]["Items"]] == ["/index.html"]
    return config["Aliases"]["Items"], config["PriceClass"], paths


def see_function(world: World, state: Values) -> Any:
    found = world.aws("cloudfront").get_function(Name=state["name"])
    return found["FunctionCode"].read().decode()


def see_access_control(world: World, state: Values) -> Any:
    found = world.aws("cloudfront").get_origin_access_control(Id=state["id"])
    config = found["OriginAccessControl"]["OriginAccessControlConfig"]
    return config["SigningBehavior"], config["Description"]


def visible(name: str) -> list[Values]:
    return [{"cloudwatch_metrics_enabled": True, "metric_name": name, "sampled_requests_enabled": True}]


def with_type(value: Any) -> Dynamic:
    """A value of dynamic type, as Terraform sends it."""
    return Dynamic(type_of(value), value)


def type_of(value: Any) -> Any:
    if isinstance(value, dict):
        return ["object", {name: type_of(inner) for name, inner in value.items()}]
    if isinstance(value, list):
        return ["tuple", [type_of(inner) for inner in value]]
    return "bool" if isinstance(value, bool) else "number" if isinstance(value, int) else "string"


def rule(name: str, priority: int) -> Values:
    group = {"managed_rule_group_statement": {"name": name, "vendor_name": "AWS"}}
    return {
        "name": name,
        "priority": priority,
        "override_action": {"none": {}},
        "statement": group,
        "visibility_config": {
            "cloudwatch_metrics_enabled": True, "metric_name": name, "sampled_requests_enabled": True,
        },
    }  # fmt: skip


def web_acl(world: World) -> Values:
    return {
        "name": world.name("firewall"),
        "description": "Rules of AWS",
        "scope": "REGIONAL",
        "default_action": [{"allow": [{}]}],
        "rule": with_type([rule("AWSManagedRulesCommonRuleSet", 1)]),
        "visibility_config": visible("firewall"),
    }


def see_acl(world: World, state: Values) -> Any:
    acl = world.aws("wafv2").get_web_acl(Id=state["id"], Name=state["name"], Scope="REGIONAL")["WebACL"]
    groups = [one["Statement"]["ManagedRuleGroupStatement"]["Name"] for one in acl["Rules"]]
    return acl["Description"], acl["DefaultAction"], groups


def association(world: World) -> Values:
    balancer = world.life.create("aws_lb", name=world.name("public"), internal=False, subnets=world.subnets)
    acl = world.life.create("aws_wafv2_web_acl", **web_acl(world))
    return {"resource_arn": balancer["arn"], "web_acl_arn": acl["arn"]}


def see_association(world: World, state: Values) -> Any:
    found = world.aws("wafv2").get_web_acl_for_resource(ResourceArn=state["resource_arn"])
    return found["WebACL"]["ARN"] == state["web_acl_arn"]


def logs_of_firewall(world: World) -> Values:
    name = f"aws-waf-logs-{world.name()}"
    group = world.life.create("aws_cloudwatch_log_group", name=name)
    acl = world.life.create("aws_wafv2_web_acl", **web_acl(world))
    return {
        "resource_arn": acl["arn"],
        "log_destination_configs": [group["arn"]],
        "redacted_fields": [{"single_header": [{"name": "authorization"}]}],
    }


def see_logs_of_firewall(world: World, state: Values) -> Any:
    found = world.aws("wafv2").get_logging_configuration(ResourceArn=state["resource_arn"])
    headers = found["LoggingConfiguration"].get("RedactedFields", [])
    return [one["SingleHeader"]["Name"] for one in headers]


def delivery_source(world: World) -> Values:
    made = world.life.create("aws_cloudfront_distribution", **distribution(world))
    return {"name": world.name("source"), "log_type": "ACCESS_LOGS", "resource_arn": made["arn"]}


def delivery_destination(world: World) -> Values:
    return {
        "name": world.name("destination"),
        "output_format": "json",
        "delivery_destination_configuration": [
            {"destination_resource_arn": f"arn:aws:s3:::{world.bucket()}/cloudfront"}
        ],
    }


def see_source(world: World, state: Values) -> Any:
    found = world.aws("logs").get_delivery_source(name=state["name"])["deliverySource"]
    return found["logType"], found["resourceArns"] == [state["resource_arn"]]


def see_destination(world: World, state: Values) -> Any:
    return world.aws("logs").get_delivery_destination(name=state["name"])["deliveryDestination"][
        "outputFormat"
    ]


def delivery(world: World) -> Values:
    source = world.life.create("aws_cloudwatch_log_delivery_source", **delivery_source(world))
    destination = world.life.create("aws_cloudwatch_log_delivery_destination", **delivery_destination(world))
    return {
        "delivery_source_name": source["name"],
        "delivery_destination_arn": destination["arn"],
        "s3_delivery_configuration": [{"suffix_path": "/{yyyy}", "enable_hive_compatible_path": False}],
    }


def see_delivery(world: World, state: Values) -> Any:
    found = world.aws("logs").get_delivery(id=state["id"])["delivery"]
    return found["deliverySourceName"] == state["delivery_source_name"], found["deliveryDestinationType"]


def budget(world: World, amount: str = "300") -> Values:
    return {
        "name": world.name("budget"),
        "budget_type": "COST",
        "time_unit": "MONTHLY",
        "limit_amount": amount,
        "limit_unit": "USD",
        "time_period_start": "2026-01-01_00:00",
        "cost_filter": [{"name": "TagKeyValue", "values": ["user:Environment$dev"]}],
        "notification": [
            {
                "comparison_operator": "GREATER_THAN",
                "notification_type": "ACTUAL",
                "threshold": 80,
                "threshold_type": "PERCENTAGE",
                "subscriber_email_addresses": ["platform@example.com"],
            }
        ],
    }


def see_budget(world: World, state: Values) -> Any:
    budgets = world.aws("budgets")
    found = budgets.describe_budget(AccountId=state["account_id"], BudgetName=state["name"])["Budget"]
    told = budgets.describe_notifications_for_budget(AccountId=state["account_id"], BudgetName=state["name"])
    assert found["TimePeriod"]["Start"].astimezone(UTC).date() == date(2026, 1, 1)
    assert found["CostFilters"] == {"TagKeyValue": ["user:Environment$dev"]}
    return found["BudgetLimit"]["Amount"], [one["Threshold"] for one in told["Notifications"]]


COMMON, BAD = "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"

CASES = {
    "aws_budgets_budget": Case(budget, see_budget, ("300", [80.0]), {"limit_amount": "500"}, ("500", [80.0])),
    "aws_cloudfront_distribution": Case(
        distribution,
        see_distribution,
        (["example.com"], "PriceClass_100", {"services": "", "site": "/releases/one"}),
        {"origin": origins("two"), "price_class": "PriceClass_All"},
        (["example.com"], "PriceClass_All", {"services": "", "site": "/releases/two"}),
    ),
    "aws_cloudfront_function": Case(
        lambda world: {
            "name": world.name("router"),
            "runtime": "cloudfront-js-2.0",
            "comment": "Routes",
            "publish": True,
            "code": CODE,
        },
        see_function,
        CODE,
        {"code": CODE + "\n"},
        CODE + "\n",
    ),
    "aws_cloudfront_origin_access_control": Case(
        lambda world: {
            "name": world.name("control"),
            "description": "Signs",
            "origin_access_control_origin_type": "s3",
            "signing_behavior": "always",
            "signing_protocol": "sigv4",
        },
        see_access_control,
        ("always", "Signs"),
        {"signing_behavior": "no-override"},
        ("no-override", "Signs"),
    ),
    "aws_wafv2_web_acl": Case(
        web_acl,
        see_acl,
        ("Rules of AWS", {"Allow": {}}, [COMMON]),
        {"description": "More rules", "rule": with_type([rule(COMMON, 1), rule(BAD, 2)])},
        ("More rules", {"Allow": {}}, [COMMON, BAD]),
        identifier=lambda state: f"{state['id']}/{state['name']}/{state['scope']}",
    ),
    "aws_wafv2_web_acl_association": Case(association, see_association, True),
    "aws_wafv2_web_acl_logging_configuration": Case(
        logs_of_firewall, see_logs_of_firewall, ["authorization"]
    ),
    "aws_cloudwatch_log_delivery_source": Case(
        delivery_source, see_source, ("ACCESS_LOGS", True), identifier=lambda state: str(state["name"])
    ),
    "aws_cloudwatch_log_delivery_destination": Case(
        delivery_destination, see_destination, "json", identifier=lambda state: str(state["name"])
    ),
    "aws_cloudwatch_log_delivery": Case(delivery, see_delivery, (True, "S3")),
}
