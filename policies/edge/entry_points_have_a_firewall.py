"""Whatever takes requests from the internet stands behind a web application firewall.

Checks load balancers that are not internal, also those that Kubernetes makes for a service or an ingress, CloudFront
distributions, REST and GraphQL APIs and App Runner. Those that cannot have a firewall, network and classic ones, have
to be internal. An API Gateway HTTP API cannot have one either and is not judged: it is an exception that teams choose.
Why: scanners try the known holes of frameworks on every public address, all day.

Bad:  resource "aws_cloudfront_distribution" "site" { enabled = true }
Good: resource "aws_cloudfront_distribution" "site" { enabled = true, web_acl_id = aws_wafv2_web_acl.site.arn }
"""

from __future__ import annotations

from policies.policy import mapping
from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

SERVICES = ("kubernetes_service", "kubernetes_service_v1")
INGRESSES = ("kubernetes_ingress", "kubernetes_ingress_v1")
# Source: "AWS Load Balancer Controller, annotations of services and ingresses".
SCHEME = "service.beta.kubernetes.io/aws-load-balancer-scheme"
INGRESS = "alb.ingress.kubernetes.io"


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
    resources = (
        "aws_alb",
        "aws_api_gateway_stage",
        "aws_apprunner_service",
        "aws_appsync_graphql_api",
        "aws_cloudfront_distribution",
        "aws_elb",
        "aws_lb",
        *INGRESSES,
        *SERVICES,
    )
    keys = ("web_acl_id", "internal", "load_balancer_type", "spec/type", "metadata/annotations")

    def holds(self, resource: Resource) -> bool | None:
        """True behind a firewall; None for what takes nothing from the internet."""
        arguments = resource.arguments
        if resource.kind == "aws_cloudfront_distribution":
            return bool(arguments.text("web_acl_id"))
        if resource.kind in SERVICES + INGRESSES:
            return _is_kept_inside(resource)
        if resource.kind == "aws_elb":  # the oldest kind cannot have a firewall
            return None if arguments.is_on("internal") else False
        if resource.kind in ("aws_lb", "aws_alb"):
            if arguments.is_on("internal") or arguments.text("load_balancer_type") == "gateway":
                return None
            if arguments.text("load_balancer_type") == "network":  # nor can one that only passes on
                return False
        return any(
            resource.is_meant_by(one.arguments.raw("resource_arn")) and one.arguments.text("web_acl_arn")
            for one in self.stack.resources("aws_wafv2_web_acl_association")
        )


def _is_kept_inside(resource: Resource) -> bool | None:
    """Whether the load balancer that Kubernetes makes is internal, or an ingress names a firewall; None without one."""
    notes = {
        key: str(value)
        for block in resource.arguments.blocks("metadata")
        for key, value in mapping(block.raw("annotations")).items()
    }
    if resource.kind in INGRESSES:
        return f"{INGRESS}/wafv2-acl-arn" in notes or _says(notes, f"{INGRESS}/scheme", "internal")
    if resource.arguments.text("spec", "type") != "LoadBalancer":
        return None
    return _says(notes, SCHEME, "internal")


def _says(notes: dict[str, str], key: str, wanted: str) -> bool:
    return notes.get(key, "").strip("[]'") == wanted


check = EntryPointsHaveAFirewall()
