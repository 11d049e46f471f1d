from __future__ import annotations

from cdktf import TerraformStack

from modules.data.backup_plan import BackupPlan
from tests.modules.synthesised import ACCOUNT, REGION, Resources, a_key, synthesise


def made() -> Resources:
    def build(stack: TerraformStack) -> None:
        BackupPlan(
            stack,
            "backups",
            name="prod",
            environment="prod",
            account=ACCOUNT,
            region=REGION,
            role_name="prod-backup",
            key=a_key(stack),
        )

    return synthesise(build)


def test_every_store_of_the_environment_is_taken_and_no_other() -> None:
    selection = made().only("aws_backup_selection")

    assert selection["resources"] == [
        "arn:aws:dynamodb:*:*:table/*",
        "arn:aws:rds:*:*:cluster:*",
        "arn:aws:rds:*:*:db:*",
        "arn:aws:s3:::*",
    ]
    assert selection["condition"] == [
        {"string_equals": [{"key": "aws:ResourceTag/Environment", "value": "prod"}]}
    ]


def test_points_are_kept_five_weeks_and_a_year() -> None:
    rules = made().only("aws_backup_plan")["rule"]

    assert {rule["rule_name"]: rule["lifecycle"]["delete_after"] for rule in rules} == {
        "daily": 35,
        "monthly": 365,
    }


def test_the_vault_is_encrypted_with_our_key_and_neither_terraform_nor_people_empty_it() -> None:
    vault = made().only("aws_backup_vault")

    assert "aws_kms_key" in vault["kms_key_arn"]
    assert vault["lifecycle"] == {"prevent_destroy": True}
    assert made().only("aws_backup_vault_lock_configuration")["min_retention_days"] == 7


def test_only_aws_backup_takes_the_role() -> None:
    (trust,) = made().policy("aws_iam_role", key="assume_role_policy")

    assert trust["Principal"] == {"Service": "backup.amazonaws.com"}
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}
