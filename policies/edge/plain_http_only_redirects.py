"""Where there is HTTPS, plain HTTP answers with a redirect to it and with nothing else.

Checks each HTTP listener of a load balancer that has an HTTPS listener too; a load balancer without any certificate
is checkov's CKV2_AWS_20 to judge.
Why: one route that still answers on port 80 is where a session cookie is read.

Bad:  resource "aws_lb_listener" "http" { protocol = "HTTP", default_action { type = "forward" } }
Good: resource "aws_lb_listener" "http" { protocol = "HTTP", default_action { type = "redirect", redirect {
        protocol = "HTTPS", status_code = "HTTP_301" } } }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource


class PlainHttpOnlyRedirects(ResourcePolicy):
    """Fails where an HTTP listener beside an HTTPS one answers by itself."""

    identifier = "YARD_TLS_4"
    title = "Where there is HTTPS, plain HTTP only redirects to it"
    severity_level = "high"
    why = "What still answers on port 80 is where a session cookie is read."
    fix = "Let the HTTP listener's default action redirect to HTTPS, and put all rules on the HTTPS listener."
    page = (
        "AWS Foundational Security Best Practices, ELB.1; AWS Well-Architected Framework, SEC09-BP02 Enforce"
        " encryption in transit"
    )
    resources = ("aws_lb_listener", "aws_lb_listener_rule")
    keys = ("default_action", "action")

    def holds(self, resource: Resource) -> bool | None:
        """True for a redirect to HTTPS; None for other listeners, and where there is no HTTPS."""
        listeners = self.stack.resources("aws_lb_listener")
        if resource.kind == "aws_lb_listener":
            listener = resource
            actions = resource.arguments.blocks("default_action")
        else:
            meant = [x for x in listeners if x.is_meant_by(resource.arguments.raw("listener_arn"))]
            if not meant:
                return None
            listener, actions = meant[0], resource.arguments.blocks("action")
        if listener.arguments.text("protocol").upper() != "HTTP" or not _has_https(listener, listeners):
            return None
        return bool(actions) and all(map(_redirects_to_https, actions))


def _has_https(listener: Resource, listeners: list[Resource]) -> bool:
    balancer = _reference(listener)
    return any(
        other.arguments.text("protocol").upper() == "HTTPS" and _reference(other) == balancer
        for other in listeners
    )


def _reference(listener: Resource) -> str:
    return listener.arguments.text("load_balancer_arn").removeprefix("${").removesuffix("}")


def _redirects_to_https(action: Arguments) -> bool:
    return action.text("type") == "redirect" and action.text("redirect", "protocol") == "HTTPS"


check = PlainHttpOnlyRedirects()
