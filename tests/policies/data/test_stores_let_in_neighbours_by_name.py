from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_DATA_9"
GROUP = "${aws_security_group.store.id}"
RULE = {
    "security_group_id": GROUP,
    "referenced_security_group_id": "${aws_security_group.tasks.id}",
    "ip_protocol": "tcp",
    "from_port": 5432,
    "to_port": 5432,
}
STORES = {
    "aws_db_instance": {"vpc_security_group_ids": [GROUP]},
    "aws_rds_cluster": {"vpc_security_group_ids": [GROUP]},
    "aws_db_proxy": {"vpc_security_group_ids": [GROUP]},
    "aws_elasticache_replication_group": {"security_group_ids": [GROUP]},
    "aws_elasticache_serverless_cache": {"security_group_ids": [GROUP]},
}


def store(kind: str, **changes: Any) -> dict[str, Any]:
    return {
        "aws_security_group": {"store": {"name": "store"}, "tasks": {"name": "tasks"}},
        "aws_vpc_security_group_ingress_rule": {"in": {**RULE, **changes}},
        kind: {"it": STORES[kind]},
    }


@pytest.mark.parametrize("kind", STORES)
def test_a_group_by_name_on_one_port_passes(failures: Failures, kind: str) -> None:
    assert failures(POLICY, resource=store(kind)) == []


@pytest.mark.parametrize("kind", STORES)
@pytest.mark.parametrize(
    "changes",
    [
        {"referenced_security_group_id": None, "cidr_ipv4": "10.0.0.0/8"},
        {"referenced_security_group_id": None, "prefix_list_id": "pl-1"},
        {"from_port": 0, "to_port": 65535},
        {"ip_protocol": "-1", "from_port": None, "to_port": None},
    ],
)
def test_a_range_of_addresses_or_of_ports_fails(
    failures: Failures, kind: str, changes: dict[str, Any]
) -> None:
    found = failures(POLICY, resource=store(kind, **changes))

    assert found == ["dev-example: aws_vpc_security_group_ingress_rule.in"]


def test_a_rule_in_the_group_itself_is_judged_too(failures: Failures) -> None:
    resource = store("aws_db_instance")
    resource["aws_security_group"]["store"]["ingress"] = [
        {"from_port": 5432, "to_port": 5432, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8"]}
    ]

    assert failures(POLICY, resource=resource) == ["dev-example: aws_security_group.store"]


def test_other_groups_are_not_judged(failures: Failures) -> None:
    resource = store(
        "aws_db_instance", security_group_id="${aws_security_group.tasks.id}", cidr_ipv4="10.0.0.0/8"
    )

    assert failures(POLICY, resource=resource) == []
