"""Every answer of a distribution carries headers that tell the browser what a page may do.

Checks each cache behaviour for a response headers policy, and each such policy of the stack for HTTPS to be kept
(Strict-Transport-Security), for content types not to be guessed and for who may frame the page.
Why: files in a bucket say nothing of all that; a page without is framed by somebody else's, or read over plain HTTP.

Bad:  default_cache_behavior { target_origin_id = "site" }
Good: default_cache_behavior { target_origin_id = "site", response_headers_policy_id = … }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

BEHAVIOURS = ("default_cache_behavior", "ordered_cache_behavior")
HEADERS = ("strict_transport_security", "content_type_options", "frame_options")


class BehavioursSendSecurityHeaders(ResourcePolicy):
    """Fails where a behaviour names no policy, or a policy lacks one of the three headers."""

    identifier = "YARD_EDGE_1"
    title = "Every answer of a distribution carries security headers"
    severity_level = "medium"
    why = "Files in a bucket say nothing by themselves: the page can be framed, or read over plain HTTP."
    fix = "Give the behaviour a response_headers_policy_id (modules/edge/security_headers.py)."
    page = "AWS Well-Architected Framework, SEC05-BP02 Control traffic flow within your network layers"
    resources = ("aws_cloudfront_distribution", "aws_cloudfront_response_headers_policy")
    keys = BEHAVIOURS

    def holds(self, resource: Resource) -> bool:
        """True where nothing is left out."""
        arguments = resource.arguments
        if resource.kind == "aws_cloudfront_distribution":
            behaviours = [one for key in BEHAVIOURS for one in arguments.blocks(key)]
            return all(one.text("response_headers_policy_id") for one in behaviours)
        return all(arguments.blocks("security_headers_config", header) for header in HEADERS)


check = BehavioursSendSecurityHeaders()
