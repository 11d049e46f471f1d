"""HTTP listener, for environments without a domain: whatever no rule takes is a 404.

Defines: the listener on port 80.
Leaves to the caller: the rules.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.lb_listener import (
    LbListener,
    LbListenerDefaultAction,
    LbListenerDefaultActionFixedResponse,
)
from constructs import Construct


class HttpListener(Construct):
    """Unencrypted: a certificate needs a domain."""

    def __init__(self, scope: Construct, id_: str, *, load_balancer_arn: str) -> None:
        super().__init__(scope, id_)
        listener = LbListener(
            self,
            "Default",
            load_balancer_arn=load_balancer_arn,
            port=80,
            protocol="HTTP",
            default_action=[not_found()],
            routing_http_response_server_enabled=False,
        )
        self.arn = listener.arn


def not_found() -> LbListenerDefaultAction:
    """A 404 in the form that the services use for their errors (RFC 9457)."""
    return LbListenerDefaultAction(
        type="fixed-response",
        fixed_response=LbListenerDefaultActionFixedResponse(
            content_type="application/json",
            status_code="404",
            message_body='{"type":"about:blank","title":"Not Found","status":404,"detail":"No service has this path."}',
        ),
    )
