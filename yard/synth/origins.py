"""Where in our Python each construct is made, noted while the stacks are built; the JSON stays as it is.

Every construct of cdktf comes into being through `jsii.create(class, instance, [scope, id, …])`. While `recording()`
lasts, that call also notes the path of the construct and the nearest line outside the installed packages.
Measured: 3 ms for the 90 constructs of an environment.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
INSTALLED = "site-packages"


@contextmanager
def recording() -> Iterator[dict[str, str]]:
    """Construct path -> `modules/data/dynamodb_table.py:41`, filled while constructs are made."""
    import jsii

    found: dict[str, str] = {}
    paths: dict[int, str] = {}
    kept: list[Any] = []  # an id is only good while its object lives
    create = jsii.create

    def noting(klass: Any, instance: Any, arguments: list[Any] | None = None) -> Any:
        # App has no scope, and cdktf's argument objects no id.
        if arguments is not None and len(arguments) >= 2 and isinstance(arguments[1], str):
            scope, identifier = arguments[0], arguments[1]
            above = paths.get(id(scope))
            path = f"{above}/{identifier}" if above else identifier
            paths[id(instance)] = path
            kept.append(instance)
            found[path] = _our_line()
        return create(klass, instance, arguments)

    jsii.create = noting  # type: ignore[assignment]  # put back below
    try:
        yield found
    finally:
        jsii.create = create


def _our_line() -> str:
    """The nearest caller's file and line that no package installed; a file of the repository by its path in it."""
    frame = sys._getframe(2)
    while frame.f_back and (INSTALLED in frame.f_code.co_filename or frame.f_code.co_filename == __file__):
        frame = frame.f_back
    path = Path(frame.f_code.co_filename)
    shown = path.relative_to(REPOSITORY).as_posix() if path.is_relative_to(REPOSITORY) else str(path)
    return f"{shown}:{frame.f_lineno}"
