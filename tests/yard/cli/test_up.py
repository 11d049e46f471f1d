from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from yard.cli.up import print_services
from yard.config import Workspace

NOTHING: dict[str, Any] = {"services": {}, "functions": {}, "databases": {}, "notes": [], "aws": None}


def test_a_site_is_shown_with_its_files_as_one_would_type_them(capsys: pytest.CaptureFixture[str]) -> None:
    place = Workspace.at()

    for folder in (place.apps / "web" / "dist", Path("/elsewhere/web/dist")):
        site = {"routes": ["/*"], "healthy": True, "folder": str(folder)}
        print_services(place, {**NOTHING, "gateway": "http://127.0.0.1:8080", "sites": {"web": site}})

    rows = [line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("web")]
    assert rows == [
        ["web", "http://127.0.0.1:8080/", "healthy", "apps/web/dist"],
        ["web", "http://127.0.0.1:8080/", "healthy", "/elsewhere/web/dist"],
    ]
