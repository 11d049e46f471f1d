from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from yard.config import Workspace
from yard.policy import Finding, Judged, Unchanged

ROOT = Path(__file__).parents[3]
FOUND = Judged("dev", 7, [Finding(policy="CKV_AWS_18", resource="dev-x: a.b", source="modules/b.py:3")])


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    shutil.copytree(ROOT / "environments", tmp_path / "environments")
    (tmp_path / "apps" / "catalog").mkdir(parents=True)
    shutil.copy(ROOT / "apps" / "catalog" / "service.yaml", tmp_path / "apps" / "catalog")
    (tmp_path / "cdktf.json").write_text("{}")
    return Workspace.at(tmp_path)


def test_what_was_found_is_remembered_while_no_file_changes(place: Workspace) -> None:
    Unchanged(place, "dev").remember(FOUND)

    assert Unchanged(place, "dev").recall() == FOUND


@pytest.mark.parametrize(
    "file", ["environments/dev.yaml", "apps/catalog/service.yaml", "environments/releases/dev.yaml"]
)
def test_a_changed_file_is_looked_at_anew(place: Workspace, file: str) -> None:
    Unchanged(place, "dev").remember(FOUND)
    path = place.root / file
    path.parent.mkdir(exist_ok=True)

    path.write_text((path.read_text() if path.exists() else "") + "# changed\n")

    assert Unchanged(place, "dev").recall() is None


def test_a_new_service_or_environment_is_looked_at_anew(place: Workspace) -> None:
    for new in ("apps/orders/service.yaml", "environments/qa.yaml"):
        Unchanged(place, "dev").remember(FOUND)
        path = place.root / new
        path.parent.mkdir(exist_ok=True)
        path.write_text("name: x\n")

        assert Unchanged(place, "dev").recall() is None


def test_changed_code_is_looked_at_anew(
    place: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yard.policy import unchanged

    code = tmp_path / "code" / "modules"
    code.mkdir(parents=True)
    monkeypatch.setattr(unchanged, "REPOSITORY", tmp_path / "code")
    Unchanged(place, "dev").remember(FOUND)

    (code / "queue.py").write_text("a = 1\n")

    assert Unchanged(place, "dev").recall() is None


def test_another_environment_changes_nothing(place: Workspace) -> None:
    Unchanged(place, "dev").remember(FOUND)
    (place.environments / "prod.yaml").write_text("# changed\n")

    assert Unchanged(place, "dev").recall() == FOUND


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"key": 1}'])
def test_a_broken_file_is_as_good_as_none(place: Workspace, text: str) -> None:
    Unchanged(place, "dev").remember(FOUND)
    (place.cache / "checked" / "dev.json").write_text(text)

    assert Unchanged(place, "dev").recall() is None
