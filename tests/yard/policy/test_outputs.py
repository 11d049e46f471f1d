"""What build servers and code scanning get."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import jsonschema

from tests.yard.policy.sarif_shape import SHAPE
from yard.policy.junit import as_junit
from yard.policy.report import Finding, Report
from yard.policy.sarif import as_sarif

FAILED = Finding(
    policy="YARD_LOG_1",
    severity="high",
    resource="dev-x: aws_cloudwatch_log_group.logs",
    construct="dev-x/logs/Default",
    source="modules/observability/log_group.py:30",
    manifest_key="apps/x/service.yaml:7 name",
    message="Every log group says how long it keeps its events",
    fix="Set retention_in_days.",
    why="Events are billed <for ever> & ever.",
    page="CloudWatch.16",
)
EXCEPTED = replace(FAILED, policy="CKV_AWS_158", severity="unrated", reason="Accepted by platform.")
EXCEPTION = Finding(
    policy="YARD_EXCEPTION_2", resource="dev-*", source="policies/exceptions.yaml:4", message="m"
)
REPORT = Report(passed=12, failed=[FAILED, EXCEPTION], excepted=[EXCEPTED], seconds=1.5)


def test_sarif_has_the_shape_of_2_1_0_and_fits_code_scanning() -> None:
    jsonschema.validate(json.loads(as_sarif(REPORT)), SHAPE)


def test_sarif_names_files_as_addresses_those_of_other_folders_too() -> None:
    there = replace(FAILED, source="modules/a b.py:3", manifest_key="/elsewhere/dev.yaml:5 name")

    (run,) = json.loads(as_sarif(Report(0, [there], [], 0)))["runs"]

    jsonschema.validate(json.loads(as_sarif(Report(0, [there], [], 0))), SHAPE)
    (result,) = run["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "modules/a%20b.py",
        "uriBaseId": "ROOT",
    }
    assert result["relatedLocations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "file:///elsewhere/dev.yaml"
    }


def test_sarif_points_at_the_line_of_python_and_beside_it_at_the_key() -> None:
    (run,) = json.loads(as_sarif(REPORT))["runs"]
    result = next(one for one in run["results"] if one["ruleId"] == "YARD_LOG_1")

    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "modules/observability/log_group.py", "uriBaseId": "ROOT"},
        "region": {"startLine": 30},
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "dev-x/logs/Default"
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "apps/x/service.yaml"
    assert related["physicalLocation"]["region"] == {"startLine": 7}
    assert result["level"] == "error"


def test_sarif_results_name_their_rule_by_id_and_place() -> None:
    (run,) = json.loads(as_sarif(REPORT))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]

    assert rules == sorted({"YARD_LOG_1", "CKV_AWS_158", "YARD_EXCEPTION_2"})
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


def test_sarif_suppresses_what_is_excepted_and_says_why() -> None:
    (run,) = json.loads(as_sarif(REPORT))["runs"]
    suppressed = [result for result in run["results"] if "suppressions" in result]

    assert [result["ruleId"] for result in suppressed] == ["CKV_AWS_158"]
    assert suppressed[0]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "Accepted by platform."}
    ]


def test_a_finding_is_known_again_when_its_line_moves() -> None:
    moved = replace(FAILED, source="modules/observability/log_group.py:99")

    def prints(finding: Finding) -> str:
        (run,) = json.loads(as_sarif(Report(0, [finding], [], 0)))["runs"]
        return str(run["results"][0]["partialFingerprints"])

    assert prints(moved) == prints(FAILED)


def test_junit_has_a_suite_a_stack_a_failure_a_finding_and_skips_what_is_excepted() -> None:
    root = ElementTree.fromstring(as_junit(REPORT))  # noqa: S314 -- our own text

    assert root.attrib == {
        "name": "yard check",
        "tests": "4",
        "failures": "2",
        "skipped": "1",
        "time": "1.500",
    }
    assert [suite.get("name") for suite in root] == ["passed", "dev-x", "policies/exceptions.yaml"]
    failure = root.find("./testsuite[@name='dev-x']/testcase/failure")
    assert failure is not None
    assert "why: Events are billed <for ever> & ever." in str(failure.text)
    skipped = root.find("./testsuite[@name='dev-x']/testcase/skipped")
    assert skipped is not None
    assert skipped.get("message") == "Accepted by platform."
    assert root.find("./testsuite[@name='passed']/testcase").get("name") == "12 checks passed"  # type: ignore[union-attr]
