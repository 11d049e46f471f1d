"""Whatever takes requests from the internet stands behind a web application firewall.

Checks load balancers for HTTP that are not internal, and CloudFront distributions. An API Gateway HTTP API cannot have
a firewall of its own and is not judged.
Why: scanners try the known holes of frameworks on every public address, all day.

Bad:  resource "aws_cloudfront_distribution" "site" { enabled = true }
Good: resource "aws_cloudfront_distribution" "site" { enabled = true, web_acl_id = aws_wafv2_web_acl.site.arn }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource


class EntryPointsHaveAFirewall(ResourcePolicy):
    """Fails where a public load balancer has no web ACL associated, or a distribution names none."""

    identifier = "YARD_WAF_1"
    title = "Whatever takes requests from the internet stands behind a web application firewall"
    severity_level = "high"
    why = "Scanners try the known holes of frameworks on every public address, all day."
    fix = (
        "Associate an aws_wafv2_web_acl with the load balancer, or name one in the distribution's web_acl_id"
        " (modules/edge/web_acl.py); or make the load balancer internal."
    )
    page = "AWS Foundational Security Best Practices, ELB.16 and CloudFront.6"
    resources = ("aws_lb", "aws_alb", "aws_cloudfront_distribution")
    keys = ("web_acl_id", "internal")

    def holds(self, resource: Resource) -> bool | None:
        """None for what takes no HTTP from the internet."""
        arguments = resource.arguments
        if resource.kind == "aws_cloudfront_distribution":
            return bool(arguments.text("web_acl_id"))
        if arguments.text("load_balancer_type") in ("network", "gateway") or arguments.is_on("internal"):
            return None
        return any(
            resource.is_meant_by(one.arguments.raw("resource_arn")) and one.arguments.text("web_acl_arn")
            for one in self.stack.resources("aws_wafv2_web_acl_association")
        )


check = EntryPointsHaveAFirewall()
