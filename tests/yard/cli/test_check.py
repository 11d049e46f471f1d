from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from yard.cli import app
from yard.config import InputError
from yard.policy import Finding, Judged

FINDING = Finding(
    policy="YARD_LOG_1",
    severity="medium",
    resource="dev-catalog: aws_cloudwatch_log_group.log-group",
    construct="dev-catalog/log-group/Default",
    source="modules/observability/log_group.py:30",
    manifest_key="apps/catalog/service.yaml:2 name",
    message="Every log group says how long it keeps its events",
    why="Events are kept and billed for ever.",
    fix="Set retention_in_days.",
    page="CloudWatch.16",
)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What the policies find, in place of looking."""
    check = importlib.import_module("yard.cli.check")
    findings: list[Finding] = []
    monkeypatch.setattr(check, "_judged", lambda _place, name, *, planned: Judged(name, 3, findings))
    monkeypatch.setattr(check, "EXCEPTIONS", Path("no-exceptions.yaml"))
    return findings


def test_nothing_found_is_exit_status_0(found: list[Finding]) -> None:
    result = CliRunner().invoke(app, ["check", "dev"])

    assert result.exit_code == 0
    assert result.stdout.startswith("3 passed, 0 failed, 0 excepted in ")


def test_a_finding_is_exit_status_1_and_shows_who_made_it_why_and_what_to_do(found: list[Finding]) -> None:
    found.append(FINDING)

    result = CliRunner().invoke(app, ["check", "dev"])

    assert result.exit_code == 1
    assert result.stdout.splitlines()[:-1] == [
        "YARD_LOG_1 Every log group says how long it keeps its events (medium)",
        "  Why: Events are kept and billed for ever.",
        "  Fix: Set retention_in_days.",
        "  From: CloudWatch.16",
        "  CONSTRUCT                      MADE BY                                BECAUSE OF",
        "  dev-catalog/log-group/Default  modules/observability/log_group.py:30  apps/catalog/service.yaml:2 name",
        "",
    ]


def test_json_sarif_and_junit_say_the_same(found: list[Finding], tmp_path: Path) -> None:
    found.append(FINDING)
    sarif, junit = tmp_path / "found.sarif", tmp_path / "found.xml"

    result = CliRunner().invoke(app, ["check", "dev", "--json", "--sarif", str(sarif), "--junit", str(junit)])

    assert result.exit_code == 1
    assert [one["policy"] for one in json.loads(result.stdout)["failed"]] == ["YARD_LOG_1"]
    assert json.loads(sarif.read_text())["runs"][0]["results"][0]["ruleId"] == "YARD_LOG_1"
    assert 'classname="YARD_LOG_1"' in junit.read_text()


def test_every_environment_is_looked_at_with_all(found: list[Finding]) -> None:
    result = CliRunner().invoke(app, ["check", "--all"])

    assert result.stdout.startswith("12 passed")  # local, dev, staging, prod: three each


def test_no_environment_is_an_error_that_names_them(found: list[Finding]) -> None:
    result = CliRunner().invoke(app, ["check"])

    assert (
        str(result.exception) == "yard check: name an environment (dev, local, prod, staging), or pass --all."
    )


def test_a_wrong_exceptions_file_is_exit_status_2_with_file_and_line(
    found: list[Finding], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    exceptions = tmp_path / "policies" / "exceptions.yaml"
    exceptions.parent.mkdir()
    exceptions.write_text("exceptions:\n  - policy: CKV_AWS_18\n    resource: dev-*\n    expires: tomorrow\n")
    monkeypatch.setattr(importlib.import_module("yard.cli.check"), "EXCEPTIONS", exceptions)

    result = CliRunner().invoke(app, ["check", "dev"])

    assert isinstance(result.exception, InputError)
    assert result.exception.exit_status == 2
    assert "policies/exceptions.yaml:4 exceptions[0].expires: " in str(result.exception)
    assert "policies/exceptions.yaml:2 exceptions[0].owner: Field required." in str(result.exception)


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False), ({}, False)],
)
def test_colours_are_for_terminals_that_want_them(variables: dict[str, str], coloured: bool) -> None:
    program = (
        "from tests.yard.cli.test_check import FINDING\n"
        "from yard.cli.check import print_report\n"
        "from yard.policy.report import Report\n"
        "print_report(Report(1, [FINDING], [], 0.1))"
    )
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        env=environment | variables,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ("\x1b[3" in done.stdout or "\x1b[1;3" in done.stdout) is coloured
    assert "YARD_LOG_1" in done.stdout
