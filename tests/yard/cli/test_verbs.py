from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.yard.cli.conftest import Files, Yard
from yard.cli import PANELS, app


def test_list_shows_stacks_in_order_with_what_they_need(yard: Yard, files: Files) -> None:
    done = yard("list", "dev", "--json", *files.options)

    rows = json.loads(done.out)
    needs = {row["stack"]: row["needs"] for row in rows}
    assert needs == {
        "dev-network": [],
        "dev-platform": ["dev-network"],
        "dev-observability": ["dev-platform"],
        "dev-catalog": ["dev-network", "dev-observability", "dev-platform"],
        "dev-edge": ["dev-platform"],
    }
    order = list(needs)
    assert all(order.index(need) < order.index(stack) for stack in needs for need in needs[stack])
    assert all(row["resources"] > 0 for row in rows)


def test_synth_writes_one_document_a_stack_where_it_is_told(yard: Yard, files: Files, tmp_path: Path) -> None:
    done = yard("synth", "prod", "--out", str(tmp_path / "out"), *files.options)

    assert done.status == 0
    paths = [Path(line) for line in done.out.split()]
    assert sorted(paths) == [
        tmp_path / "out/stacks" / f"prod-{name}" / "cdk.tf.json"
        for name in ("catalog", "edge", "network", "observability", "platform")
    ]
    assert all("resource" in json.loads(path.read_text()) for path in paths)


def test_what_holds_of_several_stacks_is_said_once(yard: Yard, files: Files) -> None:
    done = yard("plan", "dev", "--offline", *files.options)

    _, told = " ".join(done.out.split()).split(" dev-platform, ")
    stacks, _, note = told.partition(": ")
    assert sorted(stacks.split(", ")) == ["dev-catalog", "dev-edge", "dev-observability"]
    assert note == "reads stacks that are not applied yet, whose outputs are rehearsed."


@pytest.mark.parametrize("environment", ["local", "dev", "staging", "prod"])
def test_every_environment_passes_the_policies(yard: Yard, environment: str) -> None:
    done = yard("check", environment, "--json")

    report = json.loads(done.out)
    assert report["failed"] == []
    assert report["passed"] > 100
    assert done.status == 0


def test_a_policy_that_fails_is_told_with_its_fix_and_status_1(yard: Yard, files: Files) -> None:
    # Log groups kept for less than a year are excepted in `dev` by name, not in an environment that nobody knows.
    files.change("environments/dev.yaml", "name: dev", "name: lab")
    (files.environments / "dev.yaml").rename(files.environments / "lab.yaml")

    done = yard("check", "lab", *files.options)

    assert done.status == 1
    assert "CKV_AWS_338" in done.out
    assert "lab-catalog/log-group/Default " in done.out
    assert " modules/observability/log_group.py:" in done.out
    assert "YARD_EXCEPTION_2" not in done.out  # the exceptions of dev are for another folder's dev
    assert "failed" in done.out.splitlines()[-1]


@pytest.mark.parametrize("kind", ["environment", "service"])
def test_schema_is_json_schema(yard: Yard, kind: str) -> None:
    schema = json.loads(yard("schema", kind).out)

    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "name" in schema["properties"]


def test_doctor_finds_everything_here(yard: Yard) -> None:
    done = yard("doctor", "--json")

    findings = json.loads(done.out)
    assert [finding for finding in findings if not finding["ok"]] == []
    assert {"python", "node", "terraform", "environment dev"} <= {finding["what"] for finding in findings}


def test_every_verb_has_help_and_every_option_an_explanation(yard: Yard) -> None:
    import typer

    group = typer.main.get_command(app)
    names = {
        "list" if verb.__name__ == "list_stacks" else verb.__name__
        for verbs in PANELS.values()
        for verb in verbs
    }
    commands = getattr(group, "commands")  # noqa: B009  # typer's own group type is private
    assert set(commands) == names
    for name in names:
        done = yard(name, "--help")
        assert done.status == 0
        assert "Usage: yard" in done.out
        for parameter in commands[name].params:
            assert getattr(parameter, "help", None), f"{name} {parameter.name}"


def test_an_error_that_nobody_foresaw_is_a_paragraph_and_the_traceback_is_there_with_debug(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(kind: str) -> dict[str, object]:
        raise RuntimeError("the sky fell")

    monkeypatch.setattr("yard.config.json_schema", broken)

    done = yard("schema", "service")

    assert done.status == 1
    assert done.err == (
        "Error: yard failed in a way it did not foresee: RuntimeError: the sky fell\n"
        "This is a fault of yard, not of what you typed. Run the same command with --debug for the traceback.\n"
    )
    with pytest.raises(RuntimeError, match="the sky fell"):
        yard("schema", "service", "--debug")
