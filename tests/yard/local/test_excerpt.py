"""Why a service does not start is told in a few readable lines, not in its whole log."""

from __future__ import annotations

import json

from yard.local.excerpt import excerpt, readable
from yard.local.output import Line


def line(source: str, text: str) -> Line:
    return Line("2026-01-01T00:00:00.000Z", "catalog", source, text)


def test_only_what_the_last_attempt_said_counts_and_not_that_all_was_well() -> None:
    lines = [
        line("yard", "catalog/1 started (pid 1, 127.0.0.1:1)"),
        line("catalog/1", "first attempt"),
        line("yard", "catalog/1 started (pid 2, 127.0.0.1:2)"),
        line("catalog/1", json.dumps({"event": "Starting gunicorn", "level": "info"})),
        line("catalog/1", json.dumps({"event": "Worker failed to boot.", "level": "error"})),
        line("catalog/1", "plain words"),
    ]

    assert excerpt(lines, 10) == [
        "yard: catalog/1 started (pid 2, 127.0.0.1:2)",
        "catalog/1: Worker failed to boot.",
        "catalog/1: plain words",
    ]


def test_a_traceback_is_cut_to_its_end() -> None:
    traceback = "\n".join(
        [*(f"  frame {n}" for n in range(20)), "ModuleNotFoundError: No module named 'nowhere'"]
    )

    told = list(
        readable(json.dumps({"event": "Exception in worker", "level": "error", "exception": traceback}))
    )

    assert told[0] == "Exception in worker"
    assert told[-1] == "ModuleNotFoundError: No module named 'nowhere'"
    assert len(told) == 5


def test_a_task_that_ends_without_a_word_shows_what_was_before() -> None:
    lines = [
        line("catalog/1", "an earlier word"),
        line("yard", "catalog/1 started (pid 2, 127.0.0.1:2)"),
        line("yard", "catalog/1 ended by itself with signal SIGKILL; starting another in 1 s"),
    ]

    assert excerpt(lines, 2) == [f"yard: {lines[1].text}", f"yard: {lines[2].text}"]
    assert excerpt(lines, 3)[0] == "catalog/1: an earlier word"
