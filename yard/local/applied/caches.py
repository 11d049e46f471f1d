"""Caches in the state: which Redis databases this machine has to hold."""

from __future__ import annotations

from collections.abc import Iterator

from yard.config import YardError
from yard.local.applied.resources import Resource, Resources, first
from yard.local.desired import Cache

ENGINES = ("valkey", "redis")
# What Terraform calls the name of each kind.
NAMES = {
    "aws_elasticache_serverless_cache": "name",
    "aws_elasticache_replication_group": "replication_group_id",
    "aws_elasticache_cluster": "cluster_id",
}


def caches(resources: Resources) -> dict[str, Cache]:
    """One per cache, by its name in AWS. Raises YardError for an engine that this machine does not have."""
    found = {}
    for resource in resources.of(*NAMES):
        if resource.values.get("replication_group_id") and resource.type == "aws_elasticache_cluster":
            continue  # a node of a group that is there already
        engine = resource.values.get("engine")
        if engine not in ENGINES:
            raise YardError(f"{resource.address}: this machine has no {engine}. Use valkey or redis.")
        name = str(resource.values[NAMES[resource.type]])
        found[name] = Cache(name=name, hosts=tuple(dict.fromkeys(_addresses(resource))))
    return found


def _addresses(resource: Resource) -> Iterator[str]:
    values = resource.values
    for block in ("endpoint", "reader_endpoint"):
        if address := first(values.get(block)).get("address"):
            yield address
    for key in ("primary_endpoint_address", "reader_endpoint_address", "configuration_endpoint_address"):
        if values.get(key):
            yield str(values[key])
    for node in values.get("cache_nodes") or ():
        yield node["address"]
