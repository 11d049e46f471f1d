"""Every case of the files beside this one: a new `cases_*.py` is found by its name."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from tests.yard.offline.handlers.case import Case

CASES: dict[str, Case] = {
    kind: case
    for path in sorted(Path(__file__).parent.glob("cases_*.py"))
    for kind, case in import_module(f"tests.yard.offline.handlers.{path.stem}").CASES.items()
}
