from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_DATA_8"
PROTECTED = {"aws_lb": {"sign": {"enable_deletion_protection": True}}}
CACHE = {"multi_az_enabled": True, "automatic_failover_enabled": True, "num_cache_clusters": 2}


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("aws_db_instance", {"multi_az": True}),
        ("aws_elasticache_replication_group", CACHE),
        (
            "aws_elasticache_replication_group",
            {**CACHE, "num_cache_clusters": None, "replicas_per_node_group": 1},
        ),
        ("aws_opensearch_domain", {"cluster_config": {"zone_awareness_enabled": True}}),
    ],
)
def test_two_zones_pass(failures: Failures, kind: str, arguments: dict[str, Any]) -> None:
    assert failures(POLICY, resource={**PROTECTED, kind: {"it": arguments}}) == []


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("aws_db_instance", {"multi_az": False}),
        ("aws_db_instance", {"engine": "postgres"}),
        ("aws_elasticache_replication_group", {**CACHE, "num_cache_clusters": 1}),
        ("aws_elasticache_replication_group", {**CACHE, "automatic_failover_enabled": False}),
        ("aws_opensearch_domain", {"cluster_config": {"instance_count": 1}}),
    ],
)
def test_one_zone_fails_where_the_stack_is_protected(
    failures: Failures, kind: str, arguments: dict[str, Any]
) -> None:
    assert failures(POLICY, resource={**PROTECTED, kind: {"it": arguments}}) == [f"dev-example: {kind}.it"]
    assert failures(POLICY, resource={kind: {"it": arguments}}) == []


@pytest.mark.parametrize(("instances", "found"), [(1, ["dev-example: aws_rds_cluster.it"]), (2, [])])
def test_a_cluster_has_a_reader_where_the_stack_is_protected(
    failures: Failures, instances: int, found: list[str]
) -> None:
    cluster = "${aws_rds_cluster.it.cluster_identifier}"
    resource = {
        **PROTECTED,
        "aws_rds_cluster": {"it": {"cluster_identifier": "orders"}},
        "aws_rds_cluster_instance": {
            f"i-{number}": {"cluster_identifier": cluster} for number in range(instances)
        },
    }

    assert failures(POLICY, resource=resource) == found
