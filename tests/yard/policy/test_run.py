from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from yard.config import YardError
from yard.policy import check
from yard.policy.run import without_nulls


def synthesis(**stacks: dict[str, Any]) -> Any:
    return SimpleNamespace(
        stacks={name: SimpleNamespace(name=name, json=body) for name, body in stacks.items()}
    )


def resource(kind: str, identifier: str, path: str, **arguments: Any) -> dict[str, Any]:
    return {"resource": {kind: {identifier: {"//": {"metadata": {"path": path}}, **arguments}}}}


OPEN_SSH = {
    "from_port": 22,
    "to_port": 22,
    "protocol": "tcp",
    "cidr_blocks": ["0.0.0.0/0"],
    # What cdktf writes for every argument of a rule that was not given.
    "description": None,
    "ipv6_cidr_blocks": None,
    "prefix_list_ids": None,
    "security_groups": None,
    "self": None,
}


def test_nulls_are_dropped_at_every_depth() -> None:
    assert without_nulls({"a": None, "b": [{"c": None, "d": 0}, None], "e": ""}) == {"b": [{"d": 0}], "e": ""}


def test_the_nulls_that_cdktf_writes_hide_no_open_port(tmp_path: Path) -> None:
    stack = resource(
        "aws_security_group", "ssh", "dev-x/ssh", name="ssh", description="d", ingress=[OPEN_SSH]
    )

    report = check(synthesis(dev_x=stack), tmp_path / "none.yaml")

    assert {"CKV_AWS_24", "YARD_NET_1"} <= {finding.policy for finding in report.failed}


def test_a_finding_names_stack_address_construct_and_fix(tmp_path: Path) -> None:
    stack = resource("aws_cloudwatch_log_group", "logs", "dev-x/logs", name="/dev/x")

    report = check(synthesis(dev_x=stack), tmp_path / "none.yaml").as_json()

    found = next(finding for finding in report["failed"] if finding["policy"] == "YARD_LOG_1")
    assert found == {
        "policy": "YARD_LOG_1",
        "severity": "medium",
        "resource": "dev_x: aws_cloudwatch_log_group.logs",
        "construct": "dev-x/logs",
        "source": "",
        "manifest_key": "",
        "message": "Every log group says how long it keeps its events",
        "fix": "Set retention_in_days to a number of days that CloudWatch Logs accepts, such as 30 or 365.",
    }


def test_an_exception_moves_a_finding_and_keeps_its_reason(tmp_path: Path) -> None:
    stack = resource("aws_cloudwatch_log_group", "logs", "dev-x/logs", name="/dev/x")
    exceptions = tmp_path / "exceptions.yaml"
    exceptions.write_text(
        "exceptions:\n  - {policy: YARD_LOG_1, resource: dev-x/*, reason: An experiment that ends soon enough.,"
        " owner: platform, expires: 2999-01-01}\n"
    )

    report = check(synthesis(dev_x=stack), exceptions)

    assert "YARD_LOG_1" not in {finding.policy for finding in report.failed}
    (excepted,) = report.excepted
    assert excepted.reason == "An experiment that ends soon enough. (platform, until 2999-01-01)"


def test_a_policy_that_breaks_is_an_error_and_not_a_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from policies.observability import log_groups_have_a_retention as policy

    def broken(conf: dict[str, Any]) -> Any:
        raise KeyError("retention")

    check(synthesis(), tmp_path / "none.yaml")
    monkeypatch.setattr(policy.check, "scan_resource_conf", broken)
    stack = resource("aws_cloudwatch_log_group", "logs", "dev-x/logs", name="/dev/x")

    with pytest.raises(
        YardError, match=r"A policy broke while it looked at dev_x: LogGroupsHaveARetention: KeyError"
    ):
        check(synthesis(dev_x=stack), tmp_path / "none.yaml")
