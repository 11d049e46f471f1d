"""`yard destroy` asks for the name of what holds data; nothing here is ever destroyed for real."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.yard.cli.conftest import Files, Yard
from yard.config import Workspace
from yard.engine import Engine

TABLE = {"mode": "managed", "type": "aws_dynamodb_table", "name": "table-products", "instances": []}


@pytest.fixture
def destroyed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[object]:
    """What was destroyed: the environment's state lies in a folder of the test, and Terraform is not asked."""
    at = Workspace.at
    monkeypatch.setattr(
        Workspace, "at", lambda *place, **named: replace(at(*place, **named), state_dir=tmp_path / "state")
    )
    found: list[object] = []

    def destroy(_engine: Engine, stacks: object = None) -> object:
        found.append(stacks)
        from yard.engine import EnvironmentPlan

        return EnvironmentPlan("dev", True, {}, 0.0)

    monkeypatch.setattr(Engine, "destroy", destroy)
    return found


@pytest.fixture
def applied(tmp_path: Path, destroyed: list[object]) -> None:
    """dev-catalog has a table."""
    path = tmp_path / "state" / "dev" / "state" / "dev-catalog.tfstate"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"version": 4, "resources": [TABLE]}))


@pytest.mark.usefixtures("applied")
def test_yes_is_not_enough_where_something_holds_data(
    yard: Yard, files: Files, destroyed: list[object]
) -> None:
    done = yard("destroy", "dev", "--offline", "--yes", *files.options)

    assert done.status == 1
    text = " ".join(done.err.split())
    assert "dev-catalog: aws_dynamodb_table.table-products" in text
    assert "repeat the environment's name: --with-data dev" in text
    assert destroyed == []


@pytest.mark.usefixtures("applied")
def test_with_the_name_repeated_it_is_destroyed(yard: Yard, files: Files, destroyed: list[object]) -> None:
    assert yard("destroy", "dev", "--offline", "--yes", "--with-data", "dev", *files.options).status == 0
    assert destroyed == [None]


@pytest.mark.usefixtures("applied")
def test_nobody_there_to_ask_is_a_refusal(yard: Yard, files: Files, destroyed: list[object]) -> None:
    assert yard("destroy", "dev", "--offline", *files.options).status == 1
    assert destroyed == []


@pytest.mark.usefixtures("applied")
@pytest.mark.parametrize(("typed", "goes"), [("dev", True), ("y", False), ("", False)])
def test_a_person_types_the_name(
    yard: Yard,
    files: Files,
    destroyed: list[object],
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    goes: bool,
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", lambda *_question, **_options: typed)

    done = yard("destroy", "dev", "--offline", *files.options)

    assert bool(destroyed) is goes
    assert (done.status == 0) is goes


@pytest.mark.usefixtures("applied")
def test_a_stack_that_holds_nothing_needs_no_name(yard: Yard, files: Files, destroyed: list[object]) -> None:
    assert yard("destroy", "dev", "dev-edge", "--offline", "--yes", *files.options).status == 0
    assert destroyed == [["dev-edge"]]


def test_a_protected_environment_stays_whatever_is_said(
    yard: Yard, files: Files, destroyed: list[object]
) -> None:
    done = yard("destroy", "prod", "--offline", "--yes", "--with-data", "prod", *files.options)

    assert done.status == 1
    assert "prod.yaml:11 protect: prod is protected, so nothing was destroyed" in " ".join(done.err.split())
    assert destroyed == []
