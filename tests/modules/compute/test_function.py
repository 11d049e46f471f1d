from __future__ import annotations

from typing import Any

import pytest

from modules.compute.function import Attachment, ImageCode
from tests.modules.functions import ARN, a_function
from tests.modules.synthesised import ACCOUNT, REGION, Resources, synthesise


def function(**changes: Any) -> Resources:
    return synthesise(lambda stack: a_function(stack, **changes))


def rights(resources: Resources) -> list[dict[str, Any]]:
    return resources.policy("aws_iam_role_policy")


def test_every_change_is_a_version_that_an_alias_can_go_back_to() -> None:
    assert function().only("aws_lambda_function")["publish"] is True


def test_a_zip_is_known_by_its_digest() -> None:
    made = function().only("aws_lambda_function")

    assert (made["package_type"], made["s3_key"], made["source_code_hash"]) == ("Zip", "0000.zip", "AAAA=")
    assert (made["runtime"], made["handler"]) == ("python3.11", "receipts.handler.handler")
    assert "image_uri" not in made


def test_an_image_is_told_what_to_call() -> None:
    made = function(code=ImageCode("registry/receipts@sha256:0")).only("aws_lambda_function")

    assert (made["package_type"], made["image_uri"]) == ("Image", "registry/receipts@sha256:0")
    assert made["image_config"] == {"command": ["receipts.handler.handler"]}
    assert not {"handler", "runtime", "s3_key"} & made.keys()


def test_it_says_how_long_with_how_much_and_how_many_at_once() -> None:
    made = function().only("aws_lambda_function")

    assert (made["timeout"], made["memory_size"], made["reserved_concurrent_executions"]) == (30, 512, 10)


def test_an_event_that_fails_for_good_is_kept() -> None:
    made = function()

    target = made.only("aws_lambda_function")["dead_letter_config"]["target_arn"]
    assert target == "${aws_sqs_queue.dead-letters.arn}"
    assert any("sqs:SendMessage" in one["Action"] and one["Resource"] == [target] for one in rights(made))


def test_lambda_decrypts_the_variables_in_the_functions_role() -> None:
    (decrypt,) = [
        one
        for one in rights(function())
        if one.get("Condition") == {"StringEquals": {"kms:ViaService": f"lambda.{REGION}.amazonaws.com"}}
    ]

    assert decrypt["Action"] == ["kms:Decrypt", "kms:DescribeKey"]


def test_its_lines_go_to_the_log_group_that_has_an_end() -> None:
    made = function().only("aws_lambda_function")

    assert made["logging_config"] == {
        "log_format": "JSON",
        "log_group": "${aws_cloudwatch_log_group.log-group.name}",
    }


def test_it_starts_once_its_role_has_its_rights() -> None:
    made = function()

    (policy,) = made.all("aws_iam_role_policy")
    assert made.only("aws_lambda_function")["depends_on"] == [f"aws_iam_role_policy.{policy}"]


def test_outside_a_network_it_may_do_nothing_in_ec2() -> None:
    made = function()

    assert "vpc_config" not in made.only("aws_lambda_function")
    assert not [action for one in rights(made) for action in one["Action"] if action.startswith("ec2:")]


def test_in_a_network_lambda_makes_the_interfaces_and_the_code_cannot() -> None:
    made = function(attachment=Attachment(["subnet-1", "subnet-2"], "sg-1"))

    network = [one for one in rights(made) if one["Action"][0].startswith("ec2:")]
    assert [one["Effect"] for one in network] == ["Allow", "Allow", "Deny"]
    assert network[0]["Resource"] == [f"arn:aws:ec2:{REGION}:{ACCOUNT}:*/*"]
    assert set(network[2]["Action"]) == {*network[0]["Action"], *network[1]["Action"]}
    assert network[2]["Condition"] == {"ArnEquals": {"lambda:SourceFunctionArn": ARN}}
    assert made.only("aws_lambda_function")["vpc_config"] == {
        "subnet_ids": ["subnet-1", "subnet-2"],
        "security_group_ids": ["sg-1"],
    }


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"memory_mib": 10_241}, "memory_mib: 10241 is not within Lambda's limits. Use 128 to 10240."),
        ({"timeout_seconds": 901}, "timeout_seconds: 901 is not within Lambda's limits. Use 1 to 900."),
        (
            {"ephemeral_storage_mib": 511},
            "ephemeral_storage_mib: 511 is not within Lambda's limits. Use 512 to 10240.",
        ),
        ({"reserved_concurrency": -1}, "reserved_concurrency: -1. Use 0 or more."),
        ({"name": "a" * 65}, f"{'a' * 65}: a function's name has at most 64 characters, this one 65."),
    ],
)
def test_what_lambda_would_refuse_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{problem}$"):
        function(**changes)
