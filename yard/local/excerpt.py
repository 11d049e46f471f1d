"""The lines of a log that tell why a service does not start, as a person reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from yard.local.output import SUPERVISOR, Line

# Of structured lines, those below this level say what went well.
QUIET = frozenset(("debug", "info"))
TRACEBACK_LINES = 4


def excerpt(lines: Sequence[Line], count: int) -> list[str]:
    """The last `count` telling lines of the last task that started, each behind its task's name.

    A structured line (JSON with `event` or `message`) becomes its text and the end of its traceback.
    """
    started = [i for i, line in enumerate(lines) if line.source == SUPERVISOR and " started (" in line.text]
    recent = lines[started[-1] :] if started else lines
    told = [f"{line.source}: {text}" for line in recent for text in readable(line.text)]
    if not any(not text.startswith(f"{SUPERVISOR}: ") for text in told):  # it ended without a word
        told = [f"{line.source}: {line.text}" for line in lines]
    return told[-count:]


def readable(text: str) -> Iterator[str]:
    """The text of a structured line, its traceback's last lines below it; nothing for one that says all is well."""
    record = _record(text)
    if record is None:
        yield text
        return
    if str(record.get("level", "")).lower() in QUIET:
        return
    yield str(record.get("event") or record.get("message"))
    traceback = str(record.get("exception") or "").splitlines()
    yield from traceback[-TRACEBACK_LINES:]


def _record(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) and ("event" in value or "message" in value) else None
