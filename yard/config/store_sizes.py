"""What an environment's size means for databases and caches; rows of the table in sizes.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class DatabaseSize:
    """A database of a service whose manifest does not say more.

    instance_classes: by engine; Aurora is serverless unless the manifest names a class.
    storage_gib: at first, and more where the engine takes no less. multi_az: a standby in another zone; a protected
    environment has one in any case. instances: of an Aurora cluster, the writer included.
    min_acu, max_acu: capacity of Aurora Serverless v2, in Aurora capacity units of about 2 GiB of memory; with 0 an
    idle cluster pauses. backup_days: so far back can it be restored, 1 to 35.
    """

    instance_classes: Mapping[str, str]
    storage_gib: int
    multi_az: bool
    instances: int
    min_acu: float
    max_acu: float
    backup_days: int


@dataclass(frozen=True)
class CacheSize:
    """A cache of a service whose manifest does not say more.

    node_type, nodes: of a replication group, the primary included. max_gib, max_ecpu: where a serverless cache ends:
    gibibytes, and ElastiCache processing units a second. snapshot_days: snapshots are kept so long.
    """

    node_type: str
    nodes: int
    max_gib: int
    max_ecpu: int
    snapshot_days: int


def _classes(open_source: str, oracle: str, sqlserver: str, *, postgres: str | None = None) -> dict[str, str]:
    return {
        "postgres": postgres or open_source,
        "mysql": open_source,
        "mariadb": open_source,
        "oracle": oracle,
        "sqlserver": sqlserver,
    }


# Performance Insights knows no db.t4g.micro of MySQL and MariaDB (source: "Amazon RDS User Guide, Performance Insights
# DB engine, Region, and instance class support"); Oracle and SQL Server know no Graviton.
SMALL_DATABASE = DatabaseSize(
    instance_classes=_classes("db.t4g.medium", "db.t3.medium", "db.m6i.large", postgres="db.t4g.micro"),
    storage_gib=20,
    multi_az=False,
    instances=1,
    min_acu=0,
    max_acu=4,
    backup_days=7,
)
MEDIUM_DATABASE = DatabaseSize(
    instance_classes=_classes("db.m7g.large", "db.m6i.large", "db.m6i.large"),
    storage_gib=50,
    multi_az=True,
    instances=2,
    min_acu=0.5,
    max_acu=16,
    backup_days=14,
)
LARGE_DATABASE = DatabaseSize(
    instance_classes=_classes("db.r7g.xlarge", "db.r6i.xlarge", "db.r6i.xlarge"),
    storage_gib=100,
    multi_az=True,
    instances=2,
    min_acu=2,
    max_acu=64,
    backup_days=35,
)

SMALL_CACHE = CacheSize(node_type="cache.t4g.micro", nodes=1, max_gib=2, max_ecpu=5_000, snapshot_days=1)
MEDIUM_CACHE = CacheSize(node_type="cache.t4g.medium", nodes=2, max_gib=10, max_ecpu=20_000, snapshot_days=7)
LARGE_CACHE = CacheSize(node_type="cache.m7g.large", nodes=3, max_gib=50, max_ecpu=100_000, snapshot_days=14)
