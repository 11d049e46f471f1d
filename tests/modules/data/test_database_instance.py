from __future__ import annotations

from typing import Any

import pytest
from cdktf import TerraformStack

from modules.data.database_engines import DatabaseEngine, database_engine
from modules.data.database_instance import DatabaseInstance
from tests.modules.synthesised import ACCOUNT, REGION, Resources, a_key, a_role, synthesise

POSTGRES = database_engine("postgres", "17")
ORACLE = database_engine("oracle", "19", "standard")
SQLSERVER = database_engine("sqlserver", "16.00", "standard")
SECRET = "${aws_db_instance.database.master_user_secret[0].secret_arn}"


def database(engine: DatabaseEngine = POSTGRES, **changes: Any) -> Resources:
    arguments: dict[str, Any] = {
        "instance_class": "db.m7g.large",
        "storage_gib": 20,
        "max_storage_gib": 100,
        "multi_az": False,
        "backup_days": 7,
        "protect": False,
    }

    def build(stack: TerraformStack) -> None:
        made = DatabaseInstance(
            stack,
            "database",
            name="dev-shop-database",
            engine=engine,
            database_name="shop",
            log_retention_days=14,
            monitoring_role_name="dev-shop-database-monitoring",
            vpc_id="vpc-1",
            subnet_ids=["subnet-1", "subnet-2"],
            key=a_key(stack),
            **arguments | changes,
        )
        made.allow_from("workload", "sg-tasks")
        made.grant_connect(a_role(stack))

    return synthesise(build)


def test_no_password_is_anywhere_rds_makes_it_and_keeps_it_under_our_key() -> None:
    made = database().only("aws_db_instance")

    assert made["manage_master_user_password"] is True
    assert made["master_user_secret_kms_key_id"] == "${aws_kms_key.key.arn}"
    assert not {"password", "password_wo"} & set(made)


def test_a_role_that_connects_reads_the_one_secret_and_decrypts_it() -> None:
    secret, key = database().policy(
        "aws_iam_role_policy", next(n for n in database().all("aws_iam_role_policy") if n.startswith("role"))
    )

    assert (secret["Action"], secret["Resource"]) == (["secretsmanager:GetSecretValue"], [SECRET])
    assert key["Condition"] == {"StringEquals": {"kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com"}}


def test_data_backups_and_insights_are_encrypted_with_our_own_key() -> None:
    made = database().only("aws_db_instance")

    assert (made["storage_encrypted"], made["kms_key_id"]) == (True, "${aws_kms_key.key.arn}")
    assert made["performance_insights_kms_key_id"] == "${aws_kms_key.key.arn}"


def test_plain_connections_are_refused() -> None:
    group = database().only("aws_db_parameter_group")

    assert {"name": "rds.force_ssl", "value": "1", "apply_method": "immediate"} in group["parameter"]
    assert group["family"] == "postgres17"


def test_oracle_opens_the_tls_port_alone() -> None:
    made = database(ORACLE)

    (option,) = made.only("aws_db_option_group")["option"]
    assert (option["option_name"], option["port"]) == ("SSL", 2484)
    assert {rule["from_port"] for rule in made.all("aws_vpc_security_group_ingress_rule").values()} == {2484}
    assert made.only("aws_db_instance")["port"] == 1521
    assert "iam_database_authentication_enabled" not in made.only("aws_db_instance")


def test_sql_server_starts_without_a_database_of_ours_because_rds_refuses_a_name() -> None:
    made = database(SQLSERVER)

    assert "db_name" not in made.only("aws_db_instance")
    assert made.only("aws_db_instance")["license_model"] == "license-included"
    (force,) = made.only("aws_db_parameter_group")["parameter"]
    assert force == {"name": "rds.force_ssl", "value": "1", "apply_method": "pending-reboot"}


def test_only_the_workload_comes_in_and_nothing_goes_out() -> None:
    made = database()
    (name,) = made.all("aws_security_group")

    rule = made.only("aws_vpc_security_group_ingress_rule")
    assert (rule["referenced_security_group_id"], rule["from_port"], rule["to_port"]) == (
        "sg-tasks",
        5432,
        5432,
    )
    out = made.only("aws_vpc_security_group_egress_rule")
    assert out["security_group_id"] == "sg-tasks"
    assert out["referenced_security_group_id"] == f"${{aws_security_group.{name}.id}}"
    assert made.only("aws_db_instance")["publicly_accessible"] is False


def test_logs_have_an_end_and_a_key_before_rds_writes_the_first_line() -> None:
    made = database()

    groups = made.all("aws_cloudwatch_log_group")
    assert {group["name"] for group in groups.values()} == {
        "/aws/rds/instance/dev-shop-database/postgresql",
        "/aws/rds/instance/dev-shop-database/upgrade",
    }
    assert {f"aws_cloudwatch_log_group.{name}" for name in groups} <= set(
        made.only("aws_db_instance")["depends_on"]
    )
    logs = made.policy("aws_kms_key")[1]["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]
    assert f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/rds/instance/dev-shop-database/*" in logs


def test_rds_takes_the_monitoring_role_for_this_instance_alone() -> None:
    made = database()
    (name,) = [name for name in made.all("aws_iam_role") if "monitoring" in name]

    (trust,) = made.policy("aws_iam_role", name, "assume_role_policy")
    assert trust["Condition"]["ArnLike"] == {
        "aws:SourceArn": f"arn:aws:rds:{REGION}:{ACCOUNT}:db:dev-shop-database"
    }
    assert made.only("aws_db_instance")["monitoring_interval"] == 60


def test_a_database_outlives_its_stack_when_the_environment_is_protected() -> None:
    kept, free = (database(protect=protect).only("aws_db_instance") for protect in (True, False))

    assert (kept["deletion_protection"], kept["lifecycle"]) == (True, {"prevent_destroy": True})
    assert (kept["skip_final_snapshot"], kept["final_snapshot_identifier"]) == (
        False,
        "dev-shop-database-final",
    )
    assert (kept["delete_automated_backups"], kept["apply_immediately"]) == (False, False)
    assert (free["deletion_protection"], free["skip_final_snapshot"]) == (False, True)
    assert "lifecycle" not in free


def test_a_new_major_version_gets_its_settings_before_the_old_ones_go() -> None:
    old, new = (
        database(database_engine("postgres", version)).only("aws_db_parameter_group")
        for version in ("16", "17")
    )

    assert old["name"] != new["name"]
    assert new["lifecycle"] == {"create_before_destroy": True}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"backup_days": 0}, r"backup_days is 0. Use 1 to 35."),
        (
            {"engine": database_engine("aurora-mysql", "8.0")},
            r"aurora-mysql is a cluster. Use AuroraCluster.",
        ),
    ],
)
def test_what_aws_refuses_is_refused_here(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        database(**changes)
