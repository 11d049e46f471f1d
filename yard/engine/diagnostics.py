"""Terraform's errors as paragraphs for people: stack, verb, address, summary, detail."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yard.config import YardError

# What draws the box around an error that is meant for a terminal.
FRAME = str.maketrans("", "", "│╷╵")

Message = Mapping[str, Any]


class TerraformError(YardError):
    """Terraform refused or failed; the text is its own, with the stack and the resource in front."""


class StoppedError(TerraformError):
    """The run was stopped before this command began."""


def terraform_error(
    stack: str, verb: str, messages: Sequence[Message], *, output: str, errors: str
) -> TerraformError:
    """The error of a command that failed: its error diagnostics, else whatever it printed."""
    told = [
        _paragraph(message["diagnostic"])
        for message in messages
        if message.get("type") == "diagnostic" and message["diagnostic"].get("severity") == "error"
    ]
    if not told:
        text = (errors.strip() or output.strip() or "it said nothing").translate(FRAME)
        told = [" ".join(text.split())]
    return TerraformError("\n".join(f"{stack}: terraform {verb}: {one}" for one in told))


def messages_in(text: str) -> Iterator[Message]:
    """The JSON messages among the lines of `text`; other lines are passed over."""
    for line in text.splitlines():
        if line.startswith("{"):
            try:
                message = json.loads(line)
            except ValueError:
                continue
            if isinstance(message, dict):
                yield message


def _paragraph(diagnostic: Message) -> str:
    address = diagnostic.get("address")
    place = diagnostic.get("range") or {}
    where = f"{address}: " if address else ""
    line = f" ({place['filename']}:{place['start']['line']})" if place.get("filename") and not address else ""
    detail = " ".join(str(diagnostic.get("detail") or "").split())
    summary = str(diagnostic.get("summary") or "").rstrip(".")
    return f"{where}{summary}{line}." + (f" {detail}" if detail else "")
