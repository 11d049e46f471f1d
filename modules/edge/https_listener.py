"""HTTPS listener; HTTP is answered with a redirect to it.

Defines: the listener on port 443 with TLS 1.3 and 1.2, the one on port 80 that redirects.
Leaves to the caller: the certificate, the rules.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.lb_listener import (
    LbListener,
    LbListenerDefaultAction,
    LbListenerDefaultActionRedirect,
)
from constructs import Construct

from modules.edge.http_listener import not_found

# TLS 1.3 and 1.2, forward secrecy, hybrid post-quantum key exchange. Source: "Application Load Balancers, Security
# policies for your Application Load Balancer", which recommends it.
SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
# A year, as RFC 6797 and "OWASP Secure Headers Project" have it; subdomains decide for themselves.
STRICT_TRANSPORT_SECURITY = "max-age=31536000"


class HttpsListener(Construct):
    """Encrypted only: browsers that came once do not try HTTP again for a year."""

    def __init__(self, scope: Construct, id_: str, *, load_balancer_arn: str, certificate_arn: str) -> None:
        """certificate_arn: of a certificate that is issued, not one that still waits for validation."""
        super().__init__(scope, id_)
        listener = LbListener(
            self,
            "Default",
            load_balancer_arn=load_balancer_arn,
            port=443,
            protocol="HTTPS",
            ssl_policy=SSL_POLICY,
            certificate_arn=certificate_arn,
            default_action=[not_found()],
            routing_http_response_server_enabled=False,
            routing_http_response_strict_transport_security_header_value=STRICT_TRANSPORT_SECURITY,
        )
        LbListener(
            self,
            "redirect",
            load_balancer_arn=load_balancer_arn,
            port=80,
            protocol="HTTP",
            default_action=[
                LbListenerDefaultAction(
                    type="redirect",
                    redirect=LbListenerDefaultActionRedirect(
                        protocol="HTTPS", port="443", status_code="HTTP_301"
                    ),
                )
            ],
        )
        self.arn = listener.arn
