from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from yard.cli import app
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
