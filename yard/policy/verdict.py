"""What checkov and our policies say of one stack, before exceptions; the form that is kept between runs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Verdict:
    """One policy that one block breaks.

    address: in Terraform's words, `aws_sqs_queue.orders`. severity, why, fix, page: empty where checkov's own check
    says nothing of it. keys: the arguments that were looked at.
    """

    policy: str
    title: str
    address: str
    keys: tuple[str, ...] = ()
    severity: str = "unrated"
    why: str = ""
    fix: str = ""
    page: str = ""


@dataclass
class Verdicts:
    """passed: how many checks passed. failed: by address and policy, none twice."""

    passed: int = 0
    failed: list[Verdict] = field(default_factory=list)
