"""What checkov passes by on cdktf's JSON, `yard check` finds: no less than checkov finds in the same stack as HCL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.policies.false_passes.stack import policy, stack
from yard.policy.judge import judge

HERE = Path(__file__).parent / "false_passes"
PLANTED = [
    ("CKV_AWS_24", "aws_security_group.open"),  # SSH open to the world
    ("CKV_AWS_25", "aws_security_group.open"),  # RDP
    ("CKV_AWS_260", "aws_security_group.open"),  # HTTP
    ("CKV_AWS_382", "aws_security_group.open"),  # anything out to anywhere
    ("CKV_AWS_286", "aws_iam_role_policy.escalation"),  # privilege escalation
    ("CKV_AWS_287", "aws_iam_policy.credentials"),  # credentials exposure
    ("CKV_AWS_288", "aws_iam_role_policy.exfiltration"),  # data exfiltration
    ("CKV_AWS_289", "aws_iam_user_policy.exposure"),  # permissions management
    ("CKV_AWS_290", "aws_iam_user_policy.exposure"),  # write access without constraint
    ("CKV_AWS_355", "aws_iam_role_policy.escalation"),  # "*" as a resource of restrictable actions
    ("CKV_AWS_336", "aws_ecs_task_definition.task"),  # writable root
]


def found(document: dict[str, object]) -> set[tuple[str, str]]:
    return {(verdict.policy, verdict.address) for verdict in judge("dev-x", document).failed}


@pytest.mark.parametrize(("identifier", "address"), PLANTED)
def test_what_the_stock_checkov_passes_is_found(identifier: str, address: str) -> None:
    assert (identifier, address) in found(stack(address))


@pytest.fixture(scope="module")
def found_in_hcl() -> set[tuple[str, str]]:
    """What the stock checkov finds in main.tf, in a process of its own, without the network."""
    return stock_checkov("-f", str(HERE / "main.tf"), "--framework", "terraform")


def stock_checkov(*arguments: str) -> set[tuple[str, str]]:
    done = subprocess.run(
        [sys.executable, "-m", "checkov.main", *arguments, "-o", "json", "--skip-download", "--quiet"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LOG_LEVEL": "CRITICAL"},
    )
    report = json.loads(done.stdout)
    return {(check["check_id"], check["resource"]) for check in report["results"]["failed_checks"]}


@pytest.mark.slow
def test_no_fewer_findings_than_checkov_on_the_same_stack_as_hcl(
    found_in_hcl: set[tuple[str, str]],
) -> None:
    assert len(found_in_hcl) > 70
    assert found_in_hcl - found(stack()) == set()


@pytest.mark.slow
def test_the_planted_ones_are_real_findings_of_checkov_in_hcl(found_in_hcl: set[tuple[str, str]]) -> None:
    assert set(PLANTED) - found_in_hcl == set()


@pytest.mark.slow
def test_the_stock_checkov_passes_them_on_the_json_which_is_why_the_form_matters(tmp_path: Path) -> None:
    path = tmp_path / "cdk.tf.json"
    path.write_text(json.dumps(stack(), indent=2))

    stock = {identifier for identifier, _ in stock_checkov("-f", str(path), "--framework", "terraform_json")}

    assert {"CKV_AWS_24", "CKV_AWS_286", "CKV_AWS_355", "CKV_AWS_336"} & stock == set()


@pytest.mark.parametrize(
    "reference", ["${aws_s3_bucket.data.arn}", "${data.terraform_remote_state.x.outputs.y}"]
)
def test_a_reference_beside_a_star_does_not_blind_checkov(reference: str) -> None:
    document = stack("aws_iam_role_policy.escalation")
    statements = json.loads(policy("iam:PassRole", "iam:CreatePolicyVersion"))
    statements["Statement"].append(
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{reference}/*"}
    )
    document["resource"]["aws_iam_role_policy"]["escalation"]["policy"] = json.dumps(statements)

    assert ("CKV_AWS_286", "aws_iam_role_policy.escalation") in found(document)


def test_two_stacks_with_one_address_are_judged_each_by_its_own_policy() -> None:
    harmless = stack("aws_iam_role_policy.escalation")
    harmless["resource"]["aws_iam_role_policy"]["escalation"]["policy"] = policy(
        "sqs:SendMessage", resource="arn:aws:sqs:eu-west-1:111111111111:orders"
    )

    before = found(harmless)
    after = found(stack("aws_iam_role_policy.escalation"))

    assert "CKV_AWS_286" not in {identifier for identifier, _ in before}
    assert ("CKV_AWS_286", "aws_iam_role_policy.escalation") in after
