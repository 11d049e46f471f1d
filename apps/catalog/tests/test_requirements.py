"""requirements.txt is complete, exact, and the same as what the whole repository is tested with."""

from __future__ import annotations

import json
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SERVICE = Path(__file__).parents[1]
CHASSIS = SERVICE.parent / "chassis"
LOCK = SERVICE.parents[1] / "Pipfile.lock"
IMPORTED_BY_THE_SERVICE = {
    "boto3",
    "botocore",
    "flask",
    "flask-openapi3",
    "itsdangerous",
    "pydantic",
    "structlog",
}


def pinned() -> dict[str, str]:
    lines = (SERVICE / "requirements.txt").read_text().splitlines()
    requirements = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {requirement.name: str(requirement.specifier) for requirement in requirements}


def needed() -> set[str]:
    """All that the service and the chassis import, and all that those need in turn."""
    chassis = tomllib.loads((CHASSIS / "pyproject.toml").read_text())["project"]["dependencies"]
    found: set[str] = set()
    open_names = {*IMPORTED_BY_THE_SERVICE, *(Requirement(line).name for line in chassis)}
    while open_names:
        name = open_names.pop()
        found.add(canonicalize_name(name))
        for requirement in map(Requirement, requires(name) or []):
            wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
            if wanted and canonicalize_name(requirement.name) not in found:
                open_names.add(requirement.name)
    return found


def test_all_that_the_service_needs_is_listed_and_nothing_else() -> None:
    assert set(pinned()) == needed()


def test_every_version_is_the_one_that_the_repository_locks() -> None:
    if not LOCK.exists():
        pytest.skip("the service is checked out alone: there is no Pipfile.lock to compare with")
    locked = json.loads(LOCK.read_text())["default"]

    assert pinned() == {name: locked[name]["version"] for name in pinned()}


def test_the_versions_are_those_that_the_chassis_allows() -> None:
    chassis = tomllib.loads((CHASSIS / "pyproject.toml").read_text())["project"]["dependencies"]

    for requirement in map(Requirement, chassis):
        assert requirement.specifier.contains(pinned()[requirement.name].removeprefix("=="))
