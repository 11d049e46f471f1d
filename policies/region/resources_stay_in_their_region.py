"""Nothing is outside the environment's region but what AWS has in us-east-1 only.

Checks a resource's own `region`, that of its provider and of its copies, its availability zones, the endpoint services
it names, and literal ARNs in it (also inside policies), against the provider's region.
Why: data elsewhere is under other law, and a resource in a forgotten region is one that nobody watches or pays
attention to until it is on the bill.

Bad:  resource "aws_s3_bucket" "images" { region = "us-west-2" }
Good: resource "aws_s3_bucket" "images" {}
"""

from __future__ import annotations

import re

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

GLOBAL = "us-east-1"
# Sources: "Amazon CloudFront Developer Guide, Requirements for using SSL/TLS certificates with CloudFront", "AWS WAF
# Developer Guide, Scope CLOUDFRONT", "AWS Billing, endpoints", "Amazon Route 53, query logging", "Shield Advanced".
ONLY_THERE = frozenset(
    {
        "aws_acm_certificate",
        "aws_acm_certificate_validation",
        "aws_budgets_budget",
        "aws_ce_anomaly_monitor",
        "aws_ce_anomaly_subscription",
        "aws_cloudwatch_log_group",
        "aws_cloudwatch_log_resource_policy",
        "aws_cloudwatch_metric_alarm",
        "aws_ecrpublic_repository",
        "aws_route53_query_log",
        "aws_shield_protection",
        "aws_sns_topic",
        "aws_wafv2_ip_set",
        "aws_wafv2_regex_pattern_set",
        "aws_wafv2_rule_group",
        "aws_wafv2_web_acl",
        "aws_wafv2_web_acl_association",
        "aws_wafv2_web_acl_logging_configuration",
    }
)
# And these where the stack has a distribution: the key of its firewall's log, and the delivery of its access log.
# Sources: "CloudWatch Logs User Guide, Encrypt log data" (a key of the same region), "CloudFront Developer Guide,
# Configure standard logging (v2)".
FOR_CLOUDFRONT = frozenset(
    {
        "aws_cloudwatch_log_delivery",
        "aws_cloudwatch_log_delivery_destination",
        "aws_cloudwatch_log_delivery_source",
        "aws_kms_alias",
        "aws_kms_key",
    }
)
# Where a resource keeps copies of itself.
COPIES = (("replica", "region_name"), ("replica", "region"), ("region_name",), ("destination_region",))
# Partition, service, region: the region is not empty and has no wildcard in it.
ARN = re.compile(r"\barn:aws[a-z-]*:[a-z0-9-]+:([a-z]{2,3}(?:-[a-z]+)+-\d)(?=[:])")
ENDPOINT = re.compile(r"\bcom\.amazonaws\.(?:vpce\.)?([a-z]{2,3}(?:-[a-z]+)+-\d)\.")
IMAGE = re.compile(r"\.dkr\.ecr\.([a-z]{2,3}(?:-[a-z]+)+-\d)\.amazonaws")


class ResourcesStayInTheirRegion(ResourcePolicy):
    """Fails where a resource, or what it names, is in another region than its provider."""

    identifier = "YARD_REGION_1"
    title = "Nothing is outside the environment's region but what AWS has in us-east-1 only"
    severity_level = "high"
    why = "Data elsewhere is under other law, and nobody watches a region that nobody uses."
    fix = (
        "Take `region` out, or build the ARN from the environment's region; only CloudFront's and billing's parts"
        " are in us-east-1."
    )
    page = (
        "AWS Well-Architected Framework, SUS01-BP01 Choose Region based on both business requirements and"
        " sustainability goals, and SEC07-BP02 Apply data protection controls based on data sensitivity"
    )
    resources = ("aws_*",)
    keys = ("region", "availability_zone", "service_name")

    def holds(self, resource: Resource) -> bool | None:
        """True where every region in it is the provider's; None where the provider says none."""
        home = self.stack.region
        if not home:
            return None
        arguments = resource.arguments
        allowed = {home, GLOBAL} if self._may_be_global(resource) else {home}
        named = [
            *arguments.all("region"),
            *(region for way in COPIES for region in arguments.all(*way)),
            *self._regions_of_providers(arguments.text("provider")),
        ]
        if any(
            region not in allowed for region in map(str, named) if "${" not in region and "." not in region
        ):
            return False
        zones = [*arguments.all("availability_zone"), *arguments.all("availability_zones")]
        if any(re.fullmatch(r"[a-z]{2,3}(-[a-z]+)+-\d[a-z]", str(z)) and str(z)[:-1] != home for z in zones):
            return False
        return all(
            region in allowed
            for text in arguments.strings()
            for pattern in (ARN, ENDPOINT, IMAGE)
            for region in pattern.findall(text)
        )

    def _regions_of_providers(self, provider: str) -> list[str]:
        """The region of the provider with an alias that a resource chooses; a stranger's counts as somewhere else."""
        _, _, alias = provider.strip("${}").partition(".")
        if not alias:
            return []
        found = [one.text("region") for one in self.stack.providers() if one.text("alias") == alias]
        return found or ["unknown"]

    def _may_be_global(self, resource: Resource) -> bool:
        return resource.kind in ONLY_THERE or (
            resource.kind in FOR_CLOUDFRONT and bool(self.stack.resources("aws_cloudfront_distribution"))
        )


check = ResourcesStayInTheirRegion()
