"""HTTP listener: the whole way in where there is no domain, a redirect to HTTPS where there is one.

Defines: the listener, on port 80 unless told otherwise.
Leaves to the caller: the rules.
"""

from __future__ import annotations

from typing import Literal

from cdktf_cdktf_provider_aws.lb_listener import (
    LbListener,
    LbListenerDefaultAction,
    LbListenerDefaultActionFixedResponse,
    LbListenerDefaultActionRedirect,
)
from constructs import Construct


class HttpListener(Construct):
    """Unencrypted. An environment that gets a domain changes the answer of this listener, in place."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        load_balancer_arn: str,
        otherwise: Literal["not_found", "redirect_to_https"],
        port: int = 80,
    ) -> None:
        """otherwise: what a request gets that no rule takes."""
        super().__init__(scope, id_)
        listener = LbListener(
            self,
            "Default",
            load_balancer_arn=load_balancer_arn,
            port=port,
            protocol="HTTP",
            default_action=[not_found() if otherwise == "not_found" else _redirect_to_https()],
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


def _redirect_to_https() -> LbListenerDefaultAction:
    return LbListenerDefaultAction(
        type="redirect",
        redirect=LbListenerDefaultActionRedirect(protocol="HTTPS", port="443", status_code="HTTP_301"),
    )
