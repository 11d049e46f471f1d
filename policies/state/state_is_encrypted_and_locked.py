"""Terraform's state is in S3, encrypted with a key of our own and locked while it changes.

Checks the backend of each stack: any other than S3 fails, but for the stack that makes the bucket itself.
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

STATE_BUCKET = "-state"


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
        stack = Stack(self.graph)
        kinds = stack.backend_kinds()
        if not kinds or (kinds == {"local"} and _makes_the_bucket(stack)):
            return CheckResult.UNKNOWN
        hardened = kinds == {"s3"} and all(map(_is_hardened, stack.backends()))
        return CheckResult.PASSED if hardened else CheckResult.FAILED


def _makes_the_bucket(stack: Stack) -> bool:
    """Whether this is where states are kept: before there is a bucket, its own state can only be on the machine."""
    return any(
        bucket.arguments.text("bucket").endswith(STATE_BUCKET) for bucket in stack.resources("aws_s3_bucket")
    )


def _is_hardened(backend: Arguments) -> bool:
    return (
        backend.is_on("encrypt")
        and bool(backend.text("kms_key_id"))
        and backend.is_on("use_lockfile")
        and bool(backend.text("allowed_account_ids"))
    )


check = StateIsEncryptedAndLocked()
