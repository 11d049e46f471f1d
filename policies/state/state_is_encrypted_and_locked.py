"""Terraform's state is in S3, encrypted with a key of our own and locked while it changes.

Checks the backend of each stack; a stack without S3 backend that makes the bucket itself is let pass.
Why: the state tells everything about the stack; two runs at once leave it, and the cloud, half of each.

Bad:  terraform { backend "s3" { bucket = "state", key = "dev.tfstate" } }
Good: terraform { backend "s3" { bucket = "state", key = "dev.tfstate", encrypt = true, kms_key_id = "…",
                                 use_lockfile = true } }
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.provider.base_check import BaseProviderCheck

from policies.policy import Policy
from policies.stack import Arguments, Stack


class StateIsEncryptedAndLocked(Policy, BaseProviderCheck):
    """Fails where the S3 backend does not encrypt with our key or does not lock."""

    severity_level = "high"
    why = "The state tells everything about the stack, and two runs at once leave it half of each."
    fix = (
        "Set encrypt, kms_key_id, use_lockfile and allowed_account_ids on the S3 backend"
        " (stacks/environment_stack.py)."
    )
    page = (
        "AWS Prescriptive Guidance, Backend best practices (Best practices for using the Terraform AWS Provider); AWS"
        " Well-Architected Framework, SEC08-BP02 Enforce encryption at rest"
    )

    def __init__(self) -> None:
        super().__init__(
            name="Terraform's state is encrypted with a key of our own and locked while it changes",
            id="YARD_STATE_1",
            categories=[CheckCategories.ENCRYPTION],
            supported_provider=["aws"],
        )

    def scan_provider_conf(self, conf: dict[str, Any]) -> CheckResult:  # noqa: ARG002  # the backend is elsewhere
        """Pass where each backend is hardened; not counted where there is none."""
        self.evaluated_keys = ["backend/s3"]
        backends = Stack(self.graph).backends()
        if not backends:
            return CheckResult.UNKNOWN
        return CheckResult.PASSED if all(map(_is_hardened, backends)) else CheckResult.FAILED


def _is_hardened(backend: Arguments) -> bool:
    return (
        backend.is_on("encrypt")
        and bool(backend.text("kms_key_id"))
        and backend.is_on("use_lockfile")
        and bool(backend.text("allowed_account_ids"))
    )


check = StateIsEncryptedAndLocked()
