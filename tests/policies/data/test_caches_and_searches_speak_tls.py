from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_TLS_2"
SEARCH = {
    "domain_endpoint_options": {
        "enforce_https": True,
        "tls_security_policy": "Policy-Min-TLS-1-2-PFS-2023-10",
    },
    "node_to_node_encryption": {"enabled": True},
}
GOOD: list[tuple[str, dict[str, Any]]] = [
    ("aws_elasticache_replication_group", {"transit_encryption_enabled": True}),
    ("aws_opensearch_domain", SEARCH),
    (
        "aws_db_parameter_group",
        {"family": "postgres17", "parameter": [{"name": "rds.force_ssl", "value": "1"}]},
    ),
    ("aws_db_parameter_group", {"family": "oracle-ee-19"}),
    ("aws_db_option_group", {"engine_name": "oracle-ee", "option": [{"option_name": "SSL"}]}),
    ("aws_db_option_group", {"engine_name": "mysql"}),
    (
        "aws_db_parameter_group",
        {"family": "sqlserver-se-16.0", "parameter": [{"name": "rds.force_ssl", "value": "1"}]},
    ),
    (
        "aws_rds_cluster_parameter_group",
        {"family": "aurora-mysql8.0", "parameter": [{"name": "require_secure_transport", "value": "ON"}]},
    ),
]
BAD: list[tuple[str, dict[str, Any]]] = [
    ("aws_elasticache_replication_group", {}),
    ("aws_elasticache_replication_group", {"transit_encryption_enabled": False}),
    (
        "aws_elasticache_replication_group",
        {"transit_encryption_enabled": True, "transit_encryption_mode": "preferred"},
    ),
    ("aws_opensearch_domain", {**SEARCH, "node_to_node_encryption": {"enabled": False}}),
    ("aws_opensearch_domain", {**SEARCH, "domain_endpoint_options": {"enforce_https": False}}),
    ("aws_db_parameter_group", {"family": "postgres17"}),
    ("aws_db_parameter_group", {"family": "sqlserver-ee-16.0"}),
    ("aws_db_option_group", {"engine_name": "oracle-se2", "option": [{"option_name": "STATSPACK"}]}),
    (
        "aws_db_parameter_group",
        {"family": "postgres17", "parameter": [{"name": "rds.force_ssl", "value": "0"}]},
    ),
]


@pytest.mark.parametrize(("kind", "arguments"), GOOD)
def test_forced_tls_passes(failures: Failures, kind: str, arguments: dict[str, Any]) -> None:
    assert failures(POLICY, resource={kind: {"it": {"description": "d", **arguments}}}) == []


@pytest.mark.parametrize(("kind", "arguments"), BAD)
def test_anything_less_fails(failures: Failures, kind: str, arguments: dict[str, Any]) -> None:
    found = failures(POLICY, resource={kind: {"it": {"description": "d", **arguments}}})

    assert found == [f"dev-example: {kind}.it"]


@pytest.mark.parametrize(
    ("kind", "arguments", "passes"),
    [
        (
            "aws_db_instance",
            {"engine": "mysql", "parameter_group_name": "${aws_db_parameter_group.x.name}"},
            True,
        ),
        ("aws_db_instance", {"engine": "mysql", "parameter_group_name": "default.mysql8.4"}, False),
        ("aws_db_instance", {"engine": "postgres"}, False),
        ("aws_db_instance", {"engine": "mysql", "replicate_source_db": "orders"}, True),
        ("aws_db_instance", {"engine": "oracle-ee"}, True),
        ("aws_rds_cluster", {"engine": "aurora-postgresql"}, False),
        ("aws_rds_cluster", {"engine": "aurora-mysql", "db_cluster_parameter_group_name": "ours"}, True),
        ("aws_elasticache_cluster", {"engine": "memcached"}, False),
        ("aws_elasticache_cluster", {"engine": "memcached", "transit_encryption_enabled": True}, True),
        ("aws_elasticache_cluster", {"replication_group_id": "quotes"}, True),
    ],
)
def test_a_database_has_parameters_of_our_own_and_a_cache_speaks_tls(
    failures: Failures, kind: str, arguments: dict[str, Any], passes: bool
) -> None:
    assert (failures(POLICY, resource={kind: {"x": arguments}}) == []) is passes
