from __future__ import annotations

from cdktf import TerraformStack

from modules.security.kms_key import KmsKey
from tests.modules.synthesised import ACCOUNT, REGION, a_key, a_role, synthesise


def test_a_key_rotates_and_has_a_name_for_people() -> None:
    resources = synthesise(a_key)

    assert resources.only("aws_kms_key")["enable_key_rotation"] is True
    assert resources.only("aws_kms_alias")["name"] == "alias/dev-catalog"


def test_only_the_account_and_its_own_log_groups_may_use_a_key() -> None:
    account, logs = synthesise(a_key).policy("aws_kms_key")

    assert account["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    assert logs["Principal"] == {"Service": f"logs.{REGION}.amazonaws.com"}
    assert logs["Condition"] == {
        "ArnLike": {
            "kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/dev/catalog"
        }
    }


def test_a_key_outlives_its_stack_when_the_environment_is_protected() -> None:
    key = synthesise(lambda stack: a_key(stack, protect=True)).only("aws_kms_key")

    assert key["lifecycle"] == {"prevent_destroy": True}
    assert key["deletion_window_in_days"] == 30


def test_a_grant_works_through_the_one_service_that_holds_the_data() -> None:
    def build(stack: TerraformStack) -> None:
        a_key(stack).grant_decrypt(a_role(stack), via="dynamodb")

    (statement,) = synthesise(build).policy("aws_iam_role_policy")
    assert statement["Action"] == ["kms:Decrypt", "kms:DescribeKey"]
    assert statement["Resource"] == ["${aws_kms_key.key.arn}"]
    assert statement["Condition"] == {"StringEquals": {"kms:ViaService": f"dynamodb.{REGION}.amazonaws.com"}}


def test_an_aws_service_uses_the_key_for_this_account_alone() -> None:
    def build(stack: TerraformStack) -> None:
        a_key(stack).grant_service(
            "cloudwatch.amazonaws.com",
            sid="Alarms",
            condition={"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        )

    *_, statement = synthesise(build).policy("aws_kms_key")
    assert statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert statement["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def test_a_key_for_cloudfronts_logs_is_in_us_east_1_with_its_alias() -> None:
    resources = synthesise(
        lambda stack: KmsKey(
            stack,
            "key",
            name="dev-edge",
            account=ACCOUNT,
            region="us-east-1",
            log_groups="aws-waf-logs-dev-edge",
            protect=False,
            abroad=True,
        )
    )

    logs = resources.policy("aws_kms_key")[-1]
    assert {resources.only(kind)["region"] for kind in ("aws_kms_key", "aws_kms_alias")} == {"us-east-1"}
    assert logs["Principal"] == {"Service": "logs.us-east-1.amazonaws.com"}


def test_a_key_that_encrypts_no_logs_is_not_for_cloudwatch() -> None:
    resources = synthesise(
        lambda stack: KmsKey(
            stack, "key", name="dev-web", account=ACCOUNT, region=REGION, log_groups=None, protect=False
        )
    )

    assert [statement["Sid"] for statement in resources.policy("aws_kms_key")] == ["AccountDecidesByIam"]


def test_a_key_says_a_thing_once() -> None:
    def build(stack: TerraformStack) -> None:
        key = a_key(stack)
        for _ in range(2):
            key.grant_service("cloudwatch.amazonaws.com", sid="Alarms")

    assert len(synthesise(build).policy("aws_kms_key")) == 3
