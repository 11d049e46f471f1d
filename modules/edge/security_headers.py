"""Headers that tell browsers what a page may do, put on every answer of a behaviour.

Defines: the response headers policy.
Leaves to the caller: which behaviours carry it.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.cloudfront_response_headers_policy import (
    CloudfrontResponseHeadersPolicy,
    CloudfrontResponseHeadersPolicyCustomHeadersConfig,
    CloudfrontResponseHeadersPolicyCustomHeadersConfigItems,
    CloudfrontResponseHeadersPolicyRemoveHeadersConfig,
    CloudfrontResponseHeadersPolicyRemoveHeadersConfigItems,
    CloudfrontResponseHeadersPolicySecurityHeadersConfig,
    CloudfrontResponseHeadersPolicySecurityHeadersConfigContentSecurityPolicy,
    CloudfrontResponseHeadersPolicySecurityHeadersConfigContentTypeOptions,
    CloudfrontResponseHeadersPolicySecurityHeadersConfigFrameOptions,
    CloudfrontResponseHeadersPolicySecurityHeadersConfigReferrerPolicy,
    CloudfrontResponseHeadersPolicySecurityHeadersConfigStrictTransportSecurity,
)
from constructs import Construct

from modules.literal import literal

# A year (source: "OWASP HTTP Strict Transport Security Cheat Sheet"); subdomains decide for themselves.
STRICT_TRANSPORT_SECURITY_SECONDS = 31_536_000
# Sources: "OWASP Content Security Policy Cheat Sheet, Basic CSP Policy"; data: for the icons that bundlers inline.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; base-uri 'self'; form-action 'self'; frame-ancestors 'none';"
    " object-src 'none'"
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
# What S3 says of an object: the key's ARN tells the account.
TELLTALE = (
    "server",
    "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-server-side-encryption-bucket-key-enabled",
    "x-amz-version-id",
)


class SecurityHeaders(Construct):
    """Source: "OWASP HTTP Security Response Headers Cheat Sheet"."""

    def __init__(
        self, scope: Construct, id_: str, *, name: str, comment: str, content_security_policy: str | None
    ) -> None:
        """content_security_policy: of a site's pages, which the files themselves do not say. None for services: they
        say by themselves what a page of theirs may do, and what they say stays.
        """
        super().__init__(scope, id_)
        for_files = content_security_policy is not None
        policy = CloudfrontResponseHeadersPolicy(
            self,
            "Default",
            name=name,
            comment=comment,
            security_headers_config=_security(content_security_policy),
            custom_headers_config=_custom() if for_files else None,
            remove_headers_config=_removed() if for_files else None,
        )
        self.id = policy.id


def _security(
    content_security_policy: str | None,
) -> CloudfrontResponseHeadersPolicySecurityHeadersConfig:
    override = content_security_policy is not None
    return CloudfrontResponseHeadersPolicySecurityHeadersConfig(
        strict_transport_security=CloudfrontResponseHeadersPolicySecurityHeadersConfigStrictTransportSecurity(
            access_control_max_age_sec=STRICT_TRANSPORT_SECURITY_SECONDS,
            include_subdomains=False,
            preload=False,
            override=True,
        ),
        content_type_options=CloudfrontResponseHeadersPolicySecurityHeadersConfigContentTypeOptions(
            override=True
        ),
        frame_options=CloudfrontResponseHeadersPolicySecurityHeadersConfigFrameOptions(
            frame_option="DENY", override=override
        ),
        referrer_policy=CloudfrontResponseHeadersPolicySecurityHeadersConfigReferrerPolicy(
            referrer_policy="strict-origin-when-cross-origin", override=override
        ),
        content_security_policy=CloudfrontResponseHeadersPolicySecurityHeadersConfigContentSecurityPolicy(
            content_security_policy=literal(content_security_policy), override=True
        )
        if content_security_policy
        else None,
    )


def _custom() -> CloudfrontResponseHeadersPolicyCustomHeadersConfig:
    headers = {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS_POLICY,
    }
    return CloudfrontResponseHeadersPolicyCustomHeadersConfig(
        items=[
            CloudfrontResponseHeadersPolicyCustomHeadersConfigItems(header=header, value=value, override=True)
            for header, value in headers.items()
        ]
    )


def _removed() -> CloudfrontResponseHeadersPolicyRemoveHeadersConfig:
    return CloudfrontResponseHeadersPolicyRemoveHeadersConfig(
        items=[CloudfrontResponseHeadersPolicyRemoveHeadersConfigItems(header=header) for header in TELLTALE]
    )
