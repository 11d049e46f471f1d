"""Errors that a person reads: one short paragraph that says what, where and what to do."""

from __future__ import annotations

from collections.abc import Sequence


class YardError(Exception):
    """Something failed or was found; the command line prints the text and leaves with `exit_status`."""

    exit_status = 1


class InputError(YardError):
    """What the person typed or wrote is wrong.

    problems: one sentence each, `file:line key: what was found. What is allowed, what to do.`
    """

    exit_status = 2

    def __init__(self, problems: str | Sequence[str]) -> None:
        self.problems = [_one_line(one) for one in ([problems] if isinstance(problems, str) else problems)]
        super().__init__("\n".join(self.problems))


def _one_line(text: str) -> str:
    """`text` with line breaks and control characters spelt out: what stands in a file must not steer a terminal."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )
