from __future__ import annotations

import json
from typing import Any

from modules.compute.function_deployment import Pace
from tests.modules.functions import LIVE, NAME, an_alias
from tests.modules.synthesised import Resources, synthesise


def alias(pace: Pace | None = None) -> Resources:
    return synthesise(lambda stack: an_alias(stack, pace))


def template(resources: Resources) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resources.only("aws_cloudformation_stack")["template_body"])
    return found


def test_the_stack_holds_the_alias_and_nothing_else() -> None:
    (only,) = template(alias())["Resources"].values()

    assert only["Type"] == "AWS::Lambda::Alias"
    assert only["Properties"] == {
        "FunctionName": NAME,
        "FunctionVersion": {"Ref": "Version"},
        "Name": "live",
    }


def test_a_new_version_is_moved_to_by_codedeploy() -> None:
    made = alias()

    assert made.only("aws_cloudformation_stack")["parameters"] == {
        "Version": "${aws_lambda_function.function.version}"
    }
    assert template(made)["Resources"]["Alias"]["UpdatePolicy"] == {
        "CodeDeployLambdaAliasUpdate": {"ApplicationName": NAME, "DeploymentGroupName": NAME}
    }


def test_the_alias_comes_after_the_function_and_the_deployment_group() -> None:
    made = alias()

    (group,) = made.all("aws_codedeploy_deployment_group")
    assert made.only("aws_cloudformation_stack")["depends_on"] == [
        "aws_lambda_function.function",
        f"aws_codedeploy_deployment_group.{group}",
    ]


def test_an_apply_waits_as_long_as_the_requests_take_to_move() -> None:
    slow = alias(Pace("linear", percent=10, minutes=10)).only("aws_cloudformation_stack")

    assert slow["timeouts"] == {"update": "120m"}


def test_a_first_creation_that_fails_leaves_nothing_behind() -> None:
    assert alias().only("aws_cloudformation_stack")["on_failure"] == "DELETE"


def test_its_arn_is_known_before_it_exists() -> None:
    arns = []
    synthesise(lambda stack: arns.append(an_alias(stack).arn))

    assert arns == [LIVE]
