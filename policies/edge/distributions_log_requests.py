"""Every distribution delivers its access logs.

Checks CloudFront distributions for a log delivery source of the stack that names them, with a delivery (standard
logging v2), or for `logging_config` (the older kind, which needs a bucket with ACLs).
Why: what CloudFront answers from its cache reaches no other log, and neither does what its firewall lets through.

Bad:  resource "aws_cloudfront_distribution" "site" { enabled = true }
Good: resource "aws_cloudwatch_log_delivery_source" "site" { log_type = "ACCESS_LOGS", resource_arn =
        aws_cloudfront_distribution.site.arn }, with an aws_cloudwatch_log_delivery
"""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource


class DistributionsLogRequests(ResourcePolicy):
    """Fails where nothing delivers the access logs of a distribution."""

    identifier = "YARD_LOG_2"
    title = "Every distribution delivers its access logs"
    severity_level = "medium"
    why = "What CloudFront answers from its cache reaches no other log."
    fix = "Deliver them to the log bucket (modules/edge/distribution_log.py)."
    page = "AWS Foundational Security Best Practices, CloudFront.5"
    resources = ("aws_cloudfront_distribution",)
    keys = ("logging_config",)
    category = CheckCategories.LOGGING

    def holds(self, resource: Resource) -> bool:
        """True where a delivery takes the access logs somewhere."""
        if resource.arguments.text("logging_config", "bucket"):
            return True
        sources = [
            one
            for one in self.stack.resources("aws_cloudwatch_log_delivery_source")
            if one.arguments.text("log_type") == "ACCESS_LOGS"
            and resource.is_meant_by(one.arguments.raw("resource_arn"))
        ]
        deliveries = self.stack.resources("aws_cloudwatch_log_delivery")
        return any(
            source.is_meant_by(delivery.arguments.raw("delivery_source_name"))
            for source in sources
            for delivery in deliveries
        )


check = DistributionsLogRequests()
