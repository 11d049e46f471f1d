from __future__ import annotations

import pytest
from cdktf import TerraformStack

from modules.data.database_engines import DatabaseEngine, database_engine
from modules.data.database_instance import DatabaseInstance
from modules.data.database_proxy import DatabaseProxy
from tests.modules.synthesised import Resources, a_key, synthesise


def proxy(engine: DatabaseEngine) -> Resources:
    def build(stack: TerraformStack) -> None:
        key = a_key(stack)
        database = DatabaseInstance(
            stack,
            "database",
            name="dev-shop-database",
            engine=engine,
            database_name="shop",
            instance_class="db.m7g.large",
            storage_gib=20,
            max_storage_gib=100,
            multi_az=False,
            backup_days=7,
            log_retention_days=14,
            monitoring_role_name="dev-shop-database-monitoring",
            vpc_id="vpc-1",
            subnet_ids=["subnet-1", "subnet-2"],
            key=key,
            protect=False,
        )
        made = DatabaseProxy(
            stack,
            "database-proxy",
            name="dev-shop-proxy",
            database=database,
            role_name="dev-shop-database-proxy",
            log_retention_days=14,
            vpc_id="vpc-1",
            subnet_ids=["subnet-1", "subnet-2"],
            key=key,
        )
        made.allow_from("workload", "sg-tasks")

    return synthesise(build)


def test_the_workload_reaches_the_proxy_and_the_proxy_alone_the_database() -> None:
    made = proxy(database_engine("postgres", "17"))

    sources = {
        name.split("_")[0]: rule["referenced_security_group_id"]
        for name, rule in made.all("aws_vpc_security_group_ingress_rule").items()
    }
    assert sources["database-proxy"] == "sg-tasks"
    assert "database-proxy" in sources["database"]


def test_a_proxy_takes_tls_alone_and_reads_the_password_of_its_database() -> None:
    made = proxy(database_engine("mysql", "8.4")).only("aws_db_proxy")

    assert (made["require_tls"], made["engine_family"]) == (True, "MYSQL")
    (auth,) = made["auth"]
    assert auth["secret_arn"] == "${aws_db_instance.database.master_user_secret[0].secret_arn}"


def test_some_connections_stay_free_for_people() -> None:
    group = proxy(database_engine("postgres", "17")).only("aws_db_proxy_default_target_group")

    assert group["connection_pool_config"]["max_connections_percent"] == 90


def test_an_engine_that_rds_proxy_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match=r"RDS Proxy does not know oracle-se2."):
        proxy(database_engine("oracle", "19", "standard"))
