"""A folder for a local run whose processes never outlive the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from yard.local.folder import LocalFolder
from yard.local.processes import end_marked


@pytest.fixture
def local_folder(tmp_path: Path) -> Iterator[LocalFolder]:
    folder = LocalFolder(tmp_path / ".yard" / "test" / "local", "test")
    folder.create()
    yield folder
    end_marked(folder.path, patience_seconds=1)
