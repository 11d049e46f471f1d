from __future__ import annotations

from typing import Any

import pytest
from cdktf import TerraformStack

from modules.data.aurora_cluster import AuroraCluster
from modules.data.database_engines import database_engine
from tests.modules.synthesised import Resources, a_key, a_role, synthesise


def cluster(**changes: Any) -> Resources:
    arguments: dict[str, Any] = {
        "engine": database_engine("aurora-postgresql", "17"),
        "instance_names": ["dev-shop-database-1", "dev-shop-database-2"],
        "capacity": (0, 4),
        "protect": False,
    }

    def build(stack: TerraformStack) -> None:
        made = AuroraCluster(
            stack,
            "database",
            name="dev-shop-database",
            database_name="shop",
            backup_days=7,
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


def test_an_idle_cluster_pauses_where_it_may_go_down_to_nothing() -> None:
    sleeps, wakes = (
        cluster(capacity=capacity).only("aws_rds_cluster")["serverlessv2_scaling_configuration"]
        for capacity in ((0, 4), (0.5, 4))
    )

    assert sleeps == {"min_capacity": 0, "max_capacity": 4, "seconds_until_auto_pause": 300}
    assert wakes == {"min_capacity": 0.5, "max_capacity": 4}


def test_the_writer_and_the_first_reader_take_over_from_each_other() -> None:
    writer, reader = cluster().all("aws_rds_cluster_instance").values()

    assert [writer["promotion_tier"], reader["promotion_tier"]] == [0, 1]
    assert {writer["instance_class"], reader["instance_class"]} == {"db.serverless"}
    assert (writer["publicly_accessible"], writer["monitoring_interval"]) == (False, 60)


def test_no_password_is_anywhere_and_plain_connections_are_refused() -> None:
    made = cluster()

    assert made.only("aws_rds_cluster")["manage_master_user_password"] is True
    assert "master_password" not in made.only("aws_rds_cluster")
    settings = made.only("aws_rds_cluster_parameter_group")
    assert {"name": "rds.force_ssl", "value": "1", "apply_method": "immediate"} in settings["parameter"]


def test_aurora_mysql_writes_down_who_came_in() -> None:
    made = cluster(engine=database_engine("aurora-mysql", "8.0"))

    assert "audit" in made.only("aws_rds_cluster")["enabled_cloudwatch_logs_exports"]
    names = {one["name"] for one in made.only("aws_rds_cluster_parameter_group")["parameter"]}
    assert {"server_audit_logging", "require_secure_transport"} <= names


def test_a_cluster_outlives_its_stack_when_the_environment_is_protected() -> None:
    kept = cluster(protect=True).only("aws_rds_cluster")

    assert (kept["deletion_protection"], kept["lifecycle"]) == (True, {"prevent_destroy": True})
    assert kept["final_snapshot_identifier"] == "dev-shop-database-final"
    assert kept["delete_automated_backups"] is False


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"engine": database_engine("postgres", "17")}, r"postgres is no Aurora. Use DatabaseInstance."),
        ({"capacity": None}, r"give capacity to a serverless cluster, and to no other."),
        ({"instance_class": "db.r7g.large"}, r"give capacity to a serverless cluster, and to no other."),
    ],
)
def test_what_aws_refuses_is_refused_here(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        cluster(**changes)
