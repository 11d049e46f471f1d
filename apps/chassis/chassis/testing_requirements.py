"""For services' tests: whether requirements.txt is complete, exact, and what the whole repository is tested with."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHASSIS = Path(__file__).parents[1]


def pinned(service: Path) -> dict[str, str]:
    """Give name -> version as requirements.txt pins them."""
    lines = (service / "requirements.txt").read_text().splitlines()
    requirements = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(one.name): str(one.specifier) for one in requirements}


def of_the_chassis(extras: Iterable[str]) -> list[Requirement]:
    """Give what the chassis asks for with these extras."""
    project = tomllib.loads((CHASSIS / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"]]
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


def needed(imported: Iterable[str], extras: Iterable[str]) -> set[str]:
    """Give all that is `imported` and that the chassis with these extras needs, and all that those need in turn."""
    found: set[tuple[str, str]] = set()
    waiting: list[Requirement] = [*map(Requirement, imported), *of_the_chassis(extras)]
    while waiting:
        one = waiting.pop()
        for extra in ("", *one.extras):
            key = (canonicalize_name(one.name), extra)
            if key in found:
                continue
            found.add(key)
            for further in map(Requirement, requires(one.name) or []):
                if further.marker is None or further.marker.evaluate({"extra": extra}):
                    waiting.append(further)
    return {name for name, _ in found}


def locked(service: Path, names: Iterable[str]) -> dict[str, str] | None:
    """Give name -> version as the repository's Pipfile.lock has them; None if there is none to compare with."""
    lock = service.parents[1] / "Pipfile.lock"
    if not lock.exists():
        return None
    packages = json.loads(lock.read_text())["default"]
    return {name: packages[name]["version"] for name in names}
