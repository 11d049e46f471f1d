"""What answers HTTPS takes TLS 1.2 or newer with forward secrecy only.

Checks the security policy of listeners (HTTPS and TLS), of API Gateway domains and of CloudFront distributions.
Why: older protocols and ciphers are broken; a browser is talked down to them by whoever sits in between.

Bad:  resource "aws_lb_listener" "https" { protocol = "HTTPS", ssl_policy = "ELBSecurityPolicy-2016-08" }
Good: resource "aws_lb_listener" "https" { protocol = "HTTPS",
                                           ssl_policy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" }
"""

from __future__ import annotations

import re

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

# Source: "Application Load Balancers, Security policies": TLS 1.3 only, or 1.2 with forward secrecy. `Ext` ones bring
# ciphers without it back, `1-1` and `1-0` older protocols.
FLOOR = re.compile(
    r"^ELBSecurityPolicy-(TLS13-1-3(-FIPS)?(-PQ)?|TLS13-1-2(-Res)?(-FIPS)?(-PQ)?|FS-1-2-Res)-20\d\d-\d\d$"
)
CLOUDFRONT = re.compile(r"^TLSv1\.(2_20(19|21|25)|3_20\d\d)$")
ENCRYPTED = ("HTTPS", "TLS")


class ListenersKeepATlsFloor(ResourcePolicy):
    """Fails where a protocol or a cipher below the floor would be taken."""

    identifier = "YARD_TLS_3"
    title = "What answers HTTPS takes TLS 1.2 or newer with forward secrecy only"
    severity_level = "high"
    why = "Older protocols and ciphers are broken; whoever sits in between talks a browser down to them."
    fix = "Use ssl_policy ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, or TLSv1.2_2021 in CloudFront."
    page = (
        "AWS Foundational Security Best Practices, ELB.17; AWS Well-Architected Framework, SEC09-BP02 Enforce"
        " encryption in transit"
    )
    resources = (
        "aws_alb_listener",
        "aws_api_gateway_domain_name",
        "aws_apigatewayv2_domain_name",
        "aws_cloudfront_distribution",
        "aws_lb_listener",
    )
    keys = ("ssl_policy", "security_policy", "viewer_certificate/minimum_protocol_version")

    def holds(self, resource: Resource) -> bool | None:
        """True at or above the floor; None for a listener that does not encrypt."""
        arguments = resource.arguments
        if resource.kind in ("aws_lb_listener", "aws_alb_listener"):
            if arguments.text("protocol").upper() not in ENCRYPTED:
                return None
            return bool(FLOOR.match(arguments.text("ssl_policy")))
        if resource.kind == "aws_apigatewayv2_domain_name":
            return arguments.text("domain_name_configuration", "security_policy") == "TLS_1_2"
        if resource.kind == "aws_api_gateway_domain_name":
            return arguments.text("security_policy") == "TLS_1_2" or "TLS13" in arguments.text(
                "security_policy"
            )
        return bool(CLOUDFRONT.match(arguments.text("viewer_certificate", "minimum_protocol_version")))


check = ListenersKeepATlsFloor()
