"""Databases and caches in the state become databases of the servers on this machine, by the addresses AWS gave them."""

from __future__ import annotations

import pytest

from tests.yard.local.state import resource, state
from yard.config import YardError
from yard.local.applied import applied
from yard.local.desired import Cache, Database

HOST = "local-orders.abc.eu-west-1.rds.amazonaws.com"
SECRET = "arn:aws:secretsmanager:eu-west-1:000000000001:secret:rds!db-1-AbCdEf"
TAGS = {"Service": "orders", "Environment": "local"}


def instance(identifier: str = "local-orders", **changes: object) -> dict[str, object]:
    return resource(
        "aws_db_instance",
        identifier,
        **{
            "identifier": identifier,
            "engine": "postgres",
            "address": f"{identifier}.abc.eu-west-1.rds.amazonaws.com",
            "port": 5432,
            "db_name": "orders",
            "master_user_secret": [{"secret_arn": SECRET}],
            "tags_all": TAGS,
            **changes,
        },
    )


def test_an_instance_gives_a_database_with_the_secret_that_the_state_names() -> None:
    found = applied([state(instance())]).databases

    assert found == {"local-orders": Database(name="orders", hosts=(HOST,), secret=SECRET)}


def test_a_cluster_answers_at_its_writer_its_reader_its_members_and_its_proxy() -> None:
    cluster = resource(
        "aws_rds_cluster",
        "cluster",
        cluster_identifier="local-orders",
        engine="aurora-postgresql",
        endpoint="writer",
        reader_endpoint="reader",
        database_name="orders",
        master_user_secret=[],
    )
    member = resource("aws_rds_cluster_instance", "one", cluster_identifier="local-orders", endpoint="member")
    proxy = resource("aws_db_proxy", "proxy", name="local-orders", endpoint="proxy")
    target = resource(
        "aws_db_proxy_target", "target", db_proxy_name="local-orders", db_cluster_identifier="local-orders"
    )

    found = applied([state(cluster, member, proxy, target)]).databases

    hosts = ("writer", "reader", "member", "proxy")
    assert found == {"local-orders": Database(name="orders", hosts=hosts, secret=None)}


def test_a_read_replica_is_an_address_of_its_source() -> None:
    replica = instance("local-orders-reader", replicate_source_db="local-orders")

    found = applied([state(instance(), replica)]).databases

    assert list(found) == ["local-orders"]
    assert found["local-orders"].hosts == (HOST, HOST.replace("orders", "orders-reader"))


def test_databases_of_the_same_name_are_kept_apart() -> None:
    found = applied([state(instance("one", db_name="app"), instance("two", db_name="app"))]).databases

    assert [database.name for database in found.values()] == ["one", "two"]


def test_an_engine_that_this_machine_lacks_is_refused_with_what_to_write() -> None:
    with pytest.raises(YardError) as refused:
        applied([state(instance(engine="mysql"))])

    assert str(refused.value) == (
        "aws_db_instance.local-orders: this machine has no mysql. Use postgres for local in apps/orders/service.yaml:"
        " `environments: {local: {data: {database: {engine: postgres}}}}`."
    )


def test_caches_of_every_kind_give_a_cache() -> None:
    serverless = resource(
        "aws_elasticache_serverless_cache",
        "a",
        name="a",
        engine="valkey",
        endpoint=[{"address": "a.cache", "port": 6379}],
        reader_endpoint=[{"address": "a.reader", "port": 6380}],
    )
    group = resource(
        "aws_elasticache_replication_group",
        "b",
        replication_group_id="b",
        engine="redis",
        primary_endpoint_address="b.primary",
        reader_endpoint_address="b.reader",
    )
    member = resource("aws_elasticache_cluster", "c", cluster_id="b-001", replication_group_id="b")

    found = applied([state(serverless, group, member)]).caches

    assert found == {
        "a": Cache(name="a", hosts=("a.cache", "a.reader")),
        "b": Cache(name="b", hosts=("b.primary", "b.reader")),
    }


def test_memcached_is_refused() -> None:
    memcached = resource("aws_elasticache_cluster", "c", cluster_id="c", engine="memcached")

    with pytest.raises(YardError) as refused:
        applied([state(memcached)])

    assert str(refused.value) == (
        "aws_elasticache_cluster.c: this machine has no memcached. Use valkey or redis."
    )
