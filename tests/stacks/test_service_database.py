from __future__ import annotations

from typing import Any

import pytest

from stacks.service_database import aurora_capacity, database_storage_gib
from tests.modules.synthesised import Resources
from tests.stacks.environments import build, container, environment, service
from yard.config import Database, InputError


def shop(database: dict[str, Any], **where: Any) -> Resources:
    return build(environment(**where), service(data={"database": database}))["dev-shop"]


def variables(made: Resources) -> dict[str, str]:
    return {entry["name"]: entry["value"] for entry in container(made)["environment"]}


def test_a_container_is_told_where_its_database_is_and_which_secret_opens_it() -> None:
    told = variables(shop({"engine": "postgres"}))

    assert {name: value for name, value in told.items() if name.startswith("DATABASE_")} == {
        "DATABASE_ENGINE": "postgres",
        "DATABASE_HOST": "${aws_db_instance.database.address}",
        "DATABASE_PORT": "5432",
        "DATABASE_NAME": "shop",
        "DATABASE_SECRET_ARN": "${aws_db_instance.database.master_user_secret[0].secret_arn}",
    }


def test_aurora_is_told_under_the_same_names() -> None:
    told = variables(shop({"engine": "aurora-mysql"}))

    assert told["DATABASE_HOST"] == "${aws_rds_cluster.database.endpoint}"
    assert told["DATABASE_PORT"] == "3306"


def test_with_a_proxy_the_host_is_the_proxy_and_the_tasks_reach_nothing_else() -> None:
    made = shop({"engine": "postgres", "proxy": True})

    assert variables(made)["DATABASE_HOST"] == "${aws_db_proxy.database-proxy.endpoint}"
    from_tasks = [
        name
        for name, rule in made.all("aws_vpc_security_group_ingress_rule").items()
        if rule["referenced_security_group_id"] == "${aws_security_group.security-group.id}"
    ]
    assert len(from_tasks) == 1
    assert from_tasks[0].startswith("database-proxy")


def test_only_the_tasks_reach_the_database() -> None:
    made = shop({"engine": "mysql"})

    (rule,) = [
        rule
        for name, rule in made.all("aws_vpc_security_group_ingress_rule").items()
        if name.startswith("database")
    ]
    assert rule["referenced_security_group_id"] == "${aws_security_group.security-group.id}"
    assert (rule["from_port"], rule["to_port"]) == (3306, 3306)


def test_a_database_lives_in_the_isolated_subnets() -> None:
    subnets = shop({"engine": "postgres"}).only("aws_db_subnet_group")["subnet_ids"]

    assert len(subnets) == 2
    assert all("vpc_isolated-" in subnet for subnet in subnets)


@pytest.mark.parametrize(
    ("where", "multi_az"),
    [({"size": "small"}, False), ({"size": "medium"}, True), ({"size": "small", "protect": True}, True)],
)
def test_a_standby_comes_with_the_size_or_with_protection(where: dict[str, Any], multi_az: bool) -> None:
    assert shop({"engine": "postgres"}, **where).only("aws_db_instance")["multi_az"] is multi_az


def test_a_protected_cluster_has_a_reader() -> None:
    assert len(shop({"engine": "aurora-mysql"}).all("aws_rds_cluster_instance")) == 1
    assert len(shop({"engine": "aurora-mysql"}, protect=True).all("aws_rds_cluster_instance")) == 2


@pytest.mark.parametrize(
    ("wanted", "where", "capacity"),
    [
        ({}, {"size": "small"}, (0, 4)),
        ({}, {"size": "small", "protect": True}, (0.5, 4)),
        ({"proxy": True}, {"size": "small"}, (0.5, 4)),
        ({}, {"size": "large"}, (2, 64)),
        ({"serverless": {"min_acu": 1, "max_acu": 3}}, {"size": "large"}, (1, 3)),
    ],
)
def test_aurora_sleeps_where_it_may(
    wanted: dict[str, Any], where: dict[str, Any], capacity: tuple[float, float]
) -> None:
    database = Database.model_validate({"engine": "aurora-postgresql", **wanted})

    assert aurora_capacity(database, environment(**where)) == capacity


def test_storage_is_the_sizes_unless_the_manifest_says_more() -> None:
    assert database_storage_gib(Database(engine="mysql"), environment(size="medium")) == 50
    assert database_storage_gib(Database(engine="mysql", storage_gib=300), environment()) == 300


def test_an_edition_without_a_standby_is_refused_where_databases_have_one() -> None:
    express = {"engine": "sqlserver", "edition": "express"}

    assert shop(express).only("aws_db_instance")["engine"] == "sqlserver-ex"
    with pytest.raises(InputError) as caught:
        shop(express, size="medium")
    assert caught.value.problems == [
        "<Service>:1 data.database.edition: express of sqlserver has no standby in another zone, as databases in dev"
        " have. Use standard or enterprise."
    ]


def test_a_database_is_watched() -> None:
    assert set(shop({"engine": "postgres"}).all("aws_cloudwatch_metric_alarm")) >= {
        "alarm-database-load",
        "alarm-database-storage",
    }


def test_the_addresses_of_databases_are_pinned() -> None:
    assert "aws_db_instance.database" in shop({"engine": "postgres"}).addresses
    assert "aws_rds_cluster.database" in shop({"engine": "aurora-mysql"}).addresses
