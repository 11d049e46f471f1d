from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_READ_1"


def template(*types: str, **more: Any) -> dict[str, Any]:
    resources = {f"r{index}": {"Type": kind} for index, kind in enumerate(types)}
    body = json.dumps({"Resources": resources, **more})
    return {"aws_cloudformation_stack": {"x": {"name": "x", "template_body": body}}}


def test_a_template_of_reviewed_types_passes(failures: Failures) -> None:
    assert failures(POLICY, resource=template("AWS::Lambda::Alias")) == []


@pytest.mark.parametrize(
    "resource",
    [
        template("AWS::S3::Bucket"),
        template("AWS::Lambda::Alias", "AWS::IAM::User"),
        template(),
        template("AWS::Lambda::Alias", Transform="AWS::Serverless-2016-10-31"),
        {"aws_cloudformation_stack": {"x": {"name": "x", "template_url": "https://x/y.json"}}},
        {"aws_cloudcontrolapi_resource": {"x": {"type_name": "AWS::S3::Bucket", "desired_state": "{}"}}},
        {"null_resource": {"x": {"provisioner": [{"local-exec": {"command": "aws s3 mb s3://x"}}]}}},
    ],
    ids=["another type", "one more type", "no types", "a macro", "elsewhere", "Cloud Control", "a program"],
)
def test_what_no_rule_can_read_fails(failures: Failures, resource: dict[str, Any]) -> None:
    assert len(failures(POLICY, resource=resource)) == 1


def test_a_resource_without_a_program_is_not_judged(failures: Failures) -> None:
    assert failures(POLICY, resource={"terraform_data": {"x": {"input": "one"}}}) == []
