"""requirements.txt is complete, exact, and the same as what the whole repository is tested with."""

from __future__ import annotations

from pathlib import Path

import pytest
from chassis.testing_requirements import locked, needed, of_the_chassis, pinned

SERVICE = Path(__file__).parents[1]
IMPORTED = ["boto3", "botocore", "flask", "flask-openapi3", "pydantic", "structlog"]
EXTRAS = ["aws", "lambda", "telemetry"]


def test_all_that_the_service_needs_is_listed_and_nothing_else() -> None:
    assert set(pinned(SERVICE)) == needed(IMPORTED, EXTRAS)


def test_every_version_is_the_one_that_the_repository_locks() -> None:
    versions = locked(SERVICE, pinned(SERVICE))
    if versions is None:
        pytest.skip("the service is checked out alone: there is no Pipfile.lock to compare with")

    assert pinned(SERVICE) == versions


def test_the_versions_are_those_that_the_chassis_allows() -> None:
    for requirement in of_the_chassis(EXTRAS):
        assert requirement.specifier.contains(pinned(SERVICE)[requirement.name].removeprefix("=="))
