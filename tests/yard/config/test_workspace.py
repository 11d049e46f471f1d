from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from yard.config import InputError, Workspace, YardError


def test_the_repository_is_found_from_any_folder_in_it(
    repository: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.root / "apps" / "orders")

    workspace = Workspace.at()

    assert workspace == Workspace.at(repository.root)
    assert workspace.root == repository.root
    assert (workspace.apps, workspace.environments) == (
        repository.root / "apps",
        repository.root / "environments",
    )
    assert (workspace.state_dir, workspace.out) == (repository.root / ".yard", repository.root / "cdktf.out")
    assert workspace.cache == repository.root / ".yard" / "cache"


def test_outside_a_repository_the_way_in_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        Workspace.at(tmp_path)

    assert str(error.value) == (
        f"{tmp_path}: no cdktf.json in this folder or above it. Change into a clone of the repository and try again."
    )


def test_a_folder_that_was_named_must_exist(repository: Any) -> None:
    with pytest.raises(InputError) as error:
        Workspace.at(repository.root, environments=Path("nowhere"))

    assert str(error.value) == "--environments nowhere: there is no such folder. Name one that exists."


def test_files_elsewhere_are_shown_whole(repository: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("apps")

    workspace = Workspace.at(repository.root, apps=elsewhere)

    assert workspace.shown(workspace.apps) == str(elsewhere)
    assert workspace.shown(workspace.environments) == "environments"


def test_an_input_error_is_status_2_and_one_line_a_problem() -> None:
    error = InputError(["a:1 x: no.", "b:2 y: no."])

    assert (error.exit_status, YardError("x").exit_status) == (2, 1)
    assert str(error) == "a:1 x: no.\nb:2 y: no."
