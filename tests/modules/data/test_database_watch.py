from __future__ import annotations

from cdktf import TerraformStack

from modules.data.database_watch import DatabaseWatch
from tests.modules.synthesised import ACCOUNT, REGION, Resources, a_key, synthesise

LOGS = ("postgresql", "upgrade")


def watch(found: list[DatabaseWatch] | None = None) -> Resources:
    def build(stack: TerraformStack) -> None:
        made = DatabaseWatch(
            stack,
            "watch",
            log_prefix="/aws/rds/instance/dev-orders",
            log_exports=LOGS,
            retention_days=30,
            monitored="dev-orders",
            role_name="dev-orders-monitoring",
            key=a_key(stack),
        )
        if found is not None:
            found.append(made)

    return synthesise(build)


def test_each_exported_log_has_a_group_that_is_encrypted_and_ends() -> None:
    groups = watch().all("aws_cloudwatch_log_group").values()

    assert {group["name"] for group in groups} == {f"/aws/rds/instance/dev-orders/{log}" for log in LOGS}
    assert {group["kms_key_id"] for group in groups} == {"${aws_kms_key.key.arn}"}
    assert {group["retention_in_days"] for group in groups} == {30}


def test_the_key_takes_logs_of_this_database_alone() -> None:
    # Source: "Amazon CloudWatch Logs User Guide, Encrypt log data in CloudWatch Logs using AWS KMS".
    allowed = [
        value
        for statement in watch().policy("aws_kms_key")
        for condition in statement.get("Condition", {}).values()
        for name, values in condition.items()
        if name == "kms:EncryptionContext:aws:logs:arn"
        for value in ([values] if isinstance(values, str) else values)
    ]
    assert any(value.endswith(":log-group:/aws/rds/instance/dev-orders/*") for value in allowed)


def test_only_rds_may_write_the_figures_and_only_for_this_database() -> None:
    made = watch()

    (trust,) = made.policy("aws_iam_role", key="assume_role_policy")
    assert trust["Principal"] == {"Service": "monitoring.rds.amazonaws.com"}
    conditions = [condition for one in trust["Condition"].values() for condition in one.items()]
    assert ("aws:SourceAccount", ACCOUNT) in conditions
    assert ("aws:SourceArn", f"arn:aws:rds:{REGION}:{ACCOUNT}:db:dev-orders") in conditions


def test_it_may_write_to_the_log_groups_of_rds_in_this_account_and_region_alone() -> None:
    made = watch()

    resources = {
        resource
        for statement in made.policy("aws_iam_role_policy")
        for resource in (
            [statement["Resource"]] if isinstance(statement["Resource"], str) else statement["Resource"]
        )
    }
    assert resources == {
        f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:RDS*",
        f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:RDS*:log-stream:*",
    }


def test_all_of_it_is_there_before_the_database_is() -> None:
    found: list[DatabaseWatch] = []
    watch(found)

    # Else RDS would make groups that nobody encrypts and that never end.
    assert len(found[0].dependencies) > len(LOGS)
