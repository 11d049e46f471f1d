from __future__ import annotations

import importlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.yard.policy.stacks import resource, synthesis
from yard.config import YardError
from yard.policy import Report, check

LOG_GROUP = resource("aws_cloudwatch_log_group", "logs", "dev-x/logs/Default", name="/dev/x")
EXCEPTION = (
    "exceptions:\n  - {{policy: YARD_LOG_1, resource: dev-x/*, reason: An experiment that ends soon enough.,"
    " owner: platform, expires: {expires}}}\n"
)


def policies(report: Report) -> list[str]:
    return [finding.policy for finding in report.failed]


def test_a_finding_names_stack_address_construct_source_key_and_fix(tmp_path: Path) -> None:
    made = synthesis(LOG_GROUP, origins={"dev-x/logs": "modules/observability/log_group.py:30"})

    report = check(made, exceptions=tmp_path / "none.yaml").as_json()

    found = next(finding for finding in report["failed"] if finding["policy"] == "YARD_LOG_1")
    assert found == {
        "policy": "YARD_LOG_1",
        "severity": "medium",
        "resource": "dev-x: aws_cloudwatch_log_group.logs",
        "construct": "dev-x/logs/Default",
        "source": "modules/observability/log_group.py:30",
        "manifest_key": "<Environment>:1 name",
        "message": "Every log group says how long it keeps its events",
        "fix": "Set retention_in_days to a number of days that CloudWatch Logs accepts, such as 30 or 365.",
        "why": "Without a retention CloudWatch Logs keeps every event for ever, and bills it for ever.",
        "page": "AWS Foundational Security Best Practices, CloudWatch.16",
    }


def test_an_exception_moves_a_finding_and_keeps_its_reason(tmp_path: Path) -> None:
    exceptions = tmp_path / "exceptions.yaml"
    exceptions.write_text(EXCEPTION.format(expires="2999-01-01"))

    report = check(synthesis(LOG_GROUP), exceptions=exceptions)

    assert "YARD_LOG_1" not in policies(report)
    (excepted,) = report.excepted
    assert excepted.reason == "An experiment that ends soon enough. (platform, until 2999-01-01)"


def test_an_expired_exception_fails_and_covers_nothing(tmp_path: Path) -> None:
    exceptions = tmp_path / "policies" / "exceptions.yaml"
    exceptions.parent.mkdir()
    exceptions.write_text(EXCEPTION.format(expires="2026-06-01"))

    report = check(synthesis(LOG_GROUP), exceptions=exceptions, today=date(2026, 6, 1))

    assert "YARD_LOG_1" in policies(report)
    found = next(finding for finding in report.failed if finding.policy == "YARD_EXCEPTION_1")
    assert found.source == "policies/exceptions.yaml:2"
    assert found.why == "The exception of YARD_LOG_1 for dev-x/* expired on 2026-06-01."
    assert found.fix == "Ask platform to mend the resource, or to accept it again with a new date."


def test_an_exception_counts_until_the_day_before_it_expires(tmp_path: Path) -> None:
    exceptions = tmp_path / "exceptions.yaml"
    exceptions.write_text(EXCEPTION.format(expires="2026-06-02"))

    report = check(synthesis(LOG_GROUP), exceptions=exceptions, today=date(2026, 6, 1))

    assert not {"YARD_LOG_1", "YARD_EXCEPTION_1"} & set(policies(report))


def test_an_unused_exception_fails(tmp_path: Path) -> None:
    exceptions = tmp_path / "exceptions.yaml"
    exceptions.write_text(EXCEPTION.format(expires="2999-01-01").replace("YARD_LOG_1", "CKV_AWS_18"))

    report = check(synthesis(LOG_GROUP), exceptions=exceptions, known=["dev", "prod"])

    found = next(finding for finding in report.failed if finding.policy == "YARD_EXCEPTION_2")
    assert found.why == "No resource that matches dev-x/* breaks CKV_AWS_18: the next one would pass unseen."


def test_an_exception_of_another_environment_is_left_alone(tmp_path: Path) -> None:
    exceptions = tmp_path / "exceptions.yaml"
    exceptions.write_text(EXCEPTION.format(expires="2999-01-01").replace("dev-x/*", "'*-platform/*'"))

    report = check(synthesis(LOG_GROUP), exceptions=exceptions, known=["dev", "prod"])

    assert "YARD_EXCEPTION_2" not in policies(report)


def test_a_policy_that_breaks_is_an_error_and_not_a_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from policies.observability import log_groups_have_a_retention as policy

    def broken(conf: dict[str, Any]) -> Any:
        raise KeyError("retention")

    check(synthesis({}), exceptions=tmp_path / "none.yaml")
    monkeypatch.setattr(policy.check, "scan_resource_conf", broken)

    with pytest.raises(YardError) as caught:
        check(synthesis(LOG_GROUP), exceptions=tmp_path / "none.yaml")

    assert str(caught.value) == (
        "A policy broke while it looked at aws_cloudwatch_log_group.logs: LogGroupsHaveARetention: "
        "KeyError: 'retention'. Mend the check in policies/."
    )


def test_a_check_of_checkovs_that_breaks_is_a_finding_and_not_a_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(synthesis({}), exceptions=tmp_path / "none.yaml")
    theirs = importlib.import_module("checkov.terraform.checks.resource.aws.CloudWatchLogGroupRetention")

    def broken(conf: dict[str, Any]) -> Any:
        raise TypeError("no list")

    monkeypatch.setattr(theirs.check, "scan_resource_conf", broken)

    report = check(synthesis(LOG_GROUP), exceptions=tmp_path / "none.yaml")

    found = next(finding for finding in report.failed if finding.policy == "CKV_AWS_66")
    assert found.message.endswith("checkov could not judge this (TypeError: no list)")


@pytest.mark.parametrize(("protect", "fails"), [(True, True), (False, False)])
def test_a_stack_of_a_protected_environment_is_one_even_where_it_protects_nothing(
    tmp_path: Path, protect: bool, fails: bool
) -> None:
    made = synthesis(resource("aws_dynamodb_table", "orders", "dev-x/table/Default", name="orders"))
    told = replace(made, environment=made.environment.model_copy(update={"protect": protect}))

    found = {finding.policy for finding in check(told, exceptions=tmp_path / "none.yaml").failed}

    assert ({"YARD_DATA_4", "YARD_DATA_5"} <= found) is fails
