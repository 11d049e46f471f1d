"""The code on disk is the release: what changes a service changes its digest, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from yard.local.release import digest_of


@pytest.fixture
def apps(tmp_path: Path) -> Path:
    for file in ("catalog/catalog/routes.py", "catalog/tests/test_routes.py", "chassis/chassis/logs.py"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("")
    return tmp_path


@pytest.mark.parametrize(
    "file", ["catalog/catalog/routes.py", "chassis/chassis/logs.py", "catalog/catalog/new.py"]
)
def test_a_change_in_the_code_or_the_shared_library_is_a_new_release(apps: Path, file: str) -> None:
    before = digest_of(apps, "catalog")

    (apps / file).write_text("changed")

    assert digest_of(apps, "catalog") != before


@pytest.mark.parametrize("file", ["catalog/tests/test_routes.py", "catalog/catalog/__pycache__/routes.pyc"])
def test_tests_and_compiled_files_are_no_part_of_a_release(apps: Path, file: str) -> None:
    before = digest_of(apps, "catalog")

    (apps / file).parent.mkdir(exist_ok=True)
    (apps / file).write_text("changed")

    assert digest_of(apps, "catalog") == before
