from __future__ import annotations

from typing import Any

import pytest

from stacks.service_cache import cache_nodes, snapshot_days
from tests.modules.synthesised import Resources
from tests.stacks.environments import build, container, environment, service
from yard.config import Cache


def shop(cache: dict[str, Any], **where: Any) -> Resources:
    return build(environment(**where), service(data={"cache": cache}))["dev-shop"]


@pytest.mark.parametrize(
    ("mode", "host", "name"),
    [
        (
            "serverless",
            "${aws_elasticache_serverless_cache.cache.endpoint[0].address}",
            "${aws_elasticache_serverless_cache.cache.name}",
        ),
        (
            "replicas",
            "${aws_elasticache_replication_group.cache.primary_endpoint_address}",
            "${aws_elasticache_replication_group.cache.replication_group_id}",
        ),
    ],
)
def test_a_container_is_told_where_its_cache_is_and_as_whom_it_signs_in(
    mode: str, host: str, name: str
) -> None:
    made = shop({"mode": mode})
    told = {entry["name"]: entry["value"] for entry in container(made)["environment"]}
    (user,) = made.all("aws_elasticache_user")

    assert told["CACHE_URL"] == f"rediss://${{aws_elasticache_user.{user}.user_name}}@{host}:6379"
    assert (told["CACHE_AUTH"], told["CACHE_MODE"], told["CACHE_NAME"]) == ("iam", mode, name)


def test_only_the_tasks_reach_the_cache() -> None:
    made = shop({})

    (rule,) = [
        rule
        for name, rule in made.all("aws_vpc_security_group_ingress_rule").items()
        if name.startswith("cache")
    ]
    assert rule["referenced_security_group_id"] == "${aws_security_group.security-group.id}"


@pytest.mark.parametrize(
    ("wanted", "where", "nodes"),
    [
        ({}, {"size": "small"}, 1),
        ({}, {"size": "small", "protect": True}, 2),
        ({"replicas": 0}, {"size": "large"}, 1),
        ({"replicas": 4}, {"size": "small"}, 5),
    ],
)
def test_nodes_come_from_the_manifest_or_the_size_and_protection_asks_for_two(
    wanted: dict[str, Any], where: dict[str, Any], nodes: int
) -> None:
    assert cache_nodes(Cache.model_validate({"mode": "replicas", **wanted}), environment(**where)) == nodes


def test_a_protected_environment_keeps_a_week_of_snapshots() -> None:
    assert snapshot_days(environment(size="small")) == 1
    assert snapshot_days(environment(size="small", protect=True)) == 7


def test_a_cache_is_watched_and_its_address_pinned() -> None:
    assert "aws_cloudwatch_metric_alarm.alarm-cache-throttled" in shop({}).addresses
    assert "aws_elasticache_serverless_cache.cache" in shop({}).addresses
    assert "aws_elasticache_replication_group.cache" in shop({"mode": "replicas"}).addresses
