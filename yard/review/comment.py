"""The comment itself: Markdown in which nothing that a pull request names can act.

Whatever comes from files stands in fenced blocks, where GitHub neither renders nor notifies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from yard.policy import Report
from yard.review.difference import Difference

# What the workflow finds its own comment by.
MARKER = "<!-- stackyard: plan and policies -->"
# GitHub takes 65,536 characters; on its way to the job that writes it, it is a variable, which Linux ends at 128 KiB.
LIMIT, LIMIT_BYTES = 60_000, 120_000
COUNTS = ("add", "change", "replace", "destroy")


@dataclass(frozen=True)
class EnvironmentReview:
    """One environment. plan: as `yard plan --json`. difference: None where the base could not be synthesised."""

    name: str
    plan: dict[str, Any] | None
    difference: Difference | None
    problem: str = ""


def comment(reviews: Sequence[EnvironmentReview], report: Report | None) -> str:
    """The whole text, never longer than GitHub takes."""
    parts = [
        MARKER,
        "### What this pull request does",
        *_changes(reviews),
        *_findings(report),
        *_plans(reviews),
    ]
    text = "\n\n".join(parts) + "\n"
    fitting = text[:LIMIT].encode()[:LIMIT_BYTES].decode(errors="ignore")
    if fitting == text:
        return text
    return fitting.rpartition("\n")[0] + "\n~~~~\n\nThe rest did not fit: see the log of the workflow.\n"


def _changes(reviews: Iterable[EnvironmentReview]) -> Iterable[str]:
    for review in reviews:
        found, shown = review.difference, _plain(review.name)
        if review.problem:
            yield f"**{shown}** fails:\n\n{_fenced([review.problem])}"
        elif found is None:
            yield f"**{shown}**: new, or its base cannot be synthesised."
        elif not found:
            yield f"**{shown}**: no resource changes."
        else:
            counts = f"{len(found.added)} added, {len(found.changed)} changed, {len(found.removed)} removed"
            lines = [
                *(f"+ {address}" for address in found.added),
                *(f"~ {address}" for address in found.changed),
                *(f"- {address}" for address in found.removed),
            ]
            yield _folded(f"<b>{shown}</b>: {counts}", lines)


def _findings(report: Report | None) -> Iterable[str]:
    if report is None:
        return
    yield "### Policies"
    yield f"{report.passed} passed, **{len(report.failed)} failed**, {len(report.excepted)} excepted."
    if report.failed:
        yield _fenced(
            line
            for finding in report.failed
            for line in (
                f"{finding.policy} {finding.message}",
                f"    {finding.construct or finding.resource}",
                f"    made by {finding.source}" if finding.source else "",
                f"    because of {finding.manifest_key}" if finding.manifest_key else "",
                f"    fix: {finding.fix}" if finding.fix else "",
            )
            if line
        )


def _plans(reviews: Iterable[EnvironmentReview]) -> Iterable[str]:
    planned = [(_plain(review.name), review.plan) for review in reviews if review.plan]
    if not planned:
        return
    yield "### Offline plan, from nothing"
    rows = ["| environment | add | change | replace | destroy |", "|---|--:|--:|--:|--:|"]
    rows += [
        f"| {name} | " + " | ".join(str(plan["total"][count]) for count in COUNTS) + " |"
        for name, plan in planned
    ]
    yield "\n".join(rows)


def _plain(name: str) -> str:
    """A name with nothing in it that Markdown or HTML knows: it is that of a file, which anybody may name."""
    return re.sub(r"[^A-Za-z0-9._-]", "?", name)


def _folded(summary: str, lines: Iterable[str]) -> str:
    return f"<details><summary>{summary}</summary>\n\n{_fenced(lines)}\n\n</details>"


def _fenced(lines: Iterable[str]) -> str:
    body = "\n".join(line.replace("~~~~", "~ ~ ~ ~") for line in lines)
    return f"~~~~text\n{body}\n~~~~"
