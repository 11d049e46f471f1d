"""Where verbs print: results to standard output, progress and errors to standard error.

Colours switch off by themselves where the output is not a terminal, and with NO_COLOR=1
(https://no-color.org).
"""

from __future__ import annotations

import json
import sys
from typing import Any, TextIO

from rich.console import Console

# Into a pipe or a file a line is as long as it is: nobody can grep for a folded address.
WIDE = 1000


def _width(stream: TextIO) -> int | None:
    return None if stream.isatty() else WIDE


out = Console(highlight=False, soft_wrap=True, width=_width(sys.stdout))
err = Console(stderr=True, highlight=False, soft_wrap=True, width=_width(sys.stderr))


def print_json(value: Any) -> None:
    """Print `value` as indented JSON, with no colour and no wrapping, for scripts."""
    out.file.write(json.dumps(value, indent=2, sort_keys=False) + "\n")


def seconds(value: float) -> str:
    """A duration as people read it: `0.42 s`, `12.3 s`, `2 min 05 s`."""
    if value < 10:
        return f"{value:.2f} s"
    if value < 60:
        return f"{value:.1f} s"
    minutes, rest = divmod(round(value), 60)
    return f"{minutes} min {rest:02d} s"
