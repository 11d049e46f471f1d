"""HTTPS listener: TLS 1.3 and 1.2; whatever no rule takes is a 404.

Defines: the listener, on port 443 unless told otherwise.
Leaves to the caller: the certificate, the rules, the redirect from HTTP.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.lb_listener import LbListener
from constructs import Construct

from modules.edge.http_listener import not_found

# TLS 1.3 and 1.2, forward secrecy, hybrid post-quantum key exchange. Source: "Application Load Balancers, Security
# policies for your Application Load Balancer", which recommends it.
SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
# A year (source: "OWASP HTTP Strict Transport Security Cheat Sheet"); subdomains decide for themselves.
STRICT_TRANSPORT_SECURITY = "max-age=31536000"


class HttpsListener(Construct):
    """Encrypted only: browsers that came once do not try HTTP again for a year."""

    def __init__(
        self, scope: Construct, id_: str, *, load_balancer_arn: str, certificate_arn: str, port: int = 443
    ) -> None:
        """certificate_arn: of a certificate that is issued, not one that still waits for validation."""
        super().__init__(scope, id_)
        listener = LbListener(
            self,
            "Default",
            load_balancer_arn=load_balancer_arn,
            port=port,
            protocol="HTTPS",
            ssl_policy=SSL_POLICY,
            certificate_arn=certificate_arn,
            default_action=[not_found()],
            routing_http_response_server_enabled=False,
            routing_http_response_strict_transport_security_header_value=STRICT_TRANSPORT_SECURITY,
        )
        self.arn = listener.arn
