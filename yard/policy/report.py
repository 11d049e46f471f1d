"""What a run of the policies found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, order=True)
class Finding:
    """One policy that one resource breaks.

    severity: critical, high, medium, low, or unrated (checkov's own checks carry none offline).
    resource: stack and Terraform address, `dev-catalog: aws_sqs_queue.orders`.
    construct: the path of the construct that made it, `dev-catalog/queue/orders`; empty where unknown.
    source: the line of Python that made it, `modules/messaging/queue.py:30`; empty where unknown.
    manifest_key: the line and key of YAML behind it, `apps/orders/service.yaml:12 queues.orders`.
    why, fix: what happens where the rule is broken, and what to change; one sentence each.
    page: the document that the rule comes from.
    """

    policy: str
    resource: str
    severity: str = "unrated"
    construct: str = ""
    source: str = ""
    manifest_key: str = ""
    message: str = ""
    fix: str = ""
    why: str = ""
    page: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Report:
    """The counts and the findings of all stacks of an environment, in a stable order."""

    passed: int
    failed: list[Finding]
    excepted: list[Finding]
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """The shape that `yard check --json` prints."""
        return {
            "passed": self.passed,
            "failed": [_fields(finding) for finding in self.failed],
            "excepted": [_fields(finding) | {"reason": finding.reason} for finding in self.excepted],
            "seconds": round(self.seconds, 3),
        }


def _fields(finding: Finding) -> dict[str, str]:
    fields = asdict(finding)
    del fields["reason"]
    return fields
