"""What is watched of tables, queues, databases and caches.

Sources: "DynamoDB Metrics and dimensions"; "Available CloudWatch metrics for Amazon SQS"; "Amazon CloudWatch metrics
for Amazon RDS"; "Amazon CloudWatch metrics for Database Insights"; "Serverless cache metrics and events for Valkey,
Memcached and Redis OSS"; "Metrics for Valkey and Redis OSS" (ElastiCache).
"""

from __future__ import annotations

from collections.abc import Mapping

from modules.observability.metric import Metric
from modules.observability.signal import Signal

OLDEST_MESSAGE_SECONDS = 15 * 60
CPU_PERCENT = 80
# Sessions that wait or work, by processor: above 1 they queue up.
LOAD_BY_CPU = 1


def table_signals(name: str, table: str) -> list[Signal]:
    """name: in the manifest. table: its name in AWS."""
    dimensions = {"TableName": table}
    return [
        Signal(
            f"table-{name}-throttled",
            f"Throttled requests of table {name}",
            f"DynamoDB turns requests to table {name} away. Look for a hot key, or raise its capacity.",
            {
                "reads": Metric("AWS/DynamoDB", "ReadThrottleEvents", dimensions, "Sum"),
                "writes": Metric("AWS/DynamoDB", "WriteThrottleEvents", dimensions, "Sum"),
            },
            "FILL(reads, 0) + FILL(writes, 0)",
            above=0,
            unit="a minute",
        )
    ]


def queue_signals(name: str, queue: str, dead_letters: str) -> list[Signal]:
    """name: in the manifest. queue, dead_letters: names in AWS."""
    return [
        Signal(
            f"queue-{name}-age",
            f"Age of the oldest message in {name}",
            f"A message waits for more than {OLDEST_MESSAGE_SECONDS // 60} minutes in queue {name}. Look whether its"
            " consumer runs and keeps up.",
            {"age": Metric("AWS/SQS", "ApproximateAgeOfOldestMessage", {"QueueName": queue}, "Maximum")},
            above=OLDEST_MESSAGE_SECONDS,
            unit="seconds",
        ),
        Signal(
            f"queue-{name}-dead-letters",
            f"Dead letters of {name}",
            f"Messages of queue {name} could not be worked on. Read them, mend the cause, then redrive them.",
            {
                "dead": Metric(
                    "AWS/SQS",
                    "ApproximateNumberOfMessagesVisible",
                    {"QueueName": dead_letters},
                    "Maximum",
                )
            },
            above=0,
            minutes=1,
            of_minutes=1,
        ),
    ]


def database_signals(dimensions: Mapping[str, str], *, free_storage_bytes: float | None) -> list[Signal]:
    """dimensions: DBInstanceIdentifier or DBClusterIdentifier.

    free_storage_bytes: less is too little; None for Aurora, whose storage grows by itself.
    """

    def metric(name: str, statistic: str) -> Metric:
        return Metric("AWS/RDS", name, dimensions, statistic)

    signals = [
        Signal(
            "database-load",
            "Sessions at work by processor",
            "The database has more work than processors. Look at its top statements in Database Insights.",
            {"load": metric("DBLoadRelativeToNumVCPUs", "Average")},
            above=LOAD_BY_CPU,
            minutes=10,
            of_minutes=15,
        ),
        Signal(
            "database-cpu",
            "CPU of the database",
            f"The database's processors are busy for more than {CPU_PERCENT} %.",
            {"cpu": metric("CPUUtilization", "Average")},
            above=CPU_PERCENT,
            minutes=10,
            of_minutes=15,
            unit="percent",
        ),
        Signal(
            "database-connections",
            "Connections",
            "",
            {"connections": metric("DatabaseConnections", "Maximum")},
        ),
    ]
    if free_storage_bytes is not None:
        signals.append(
            Signal(
                "database-storage",
                "Free storage",
                "The database's disk is nearly full; a full one takes no writes. Raise its storage.",
                {"free": metric("FreeStorageSpace", "Minimum")},
                below=free_storage_bytes,
                unit="bytes",
            )
        )
    return signals


def serverless_cache_signals(cache: str) -> list[Signal]:
    """cache: the serverless cache's name."""
    dimensions = {"clusterId": cache}
    return [
        Signal(
            "cache-throttled",
            "Throttled commands of the cache",
            "The cache turns commands away. Raise its limits, or ask it less.",
            {"throttled": Metric("AWS/ElastiCache", "ThrottledCmds", dimensions, "Sum")},
            above=0,
            unit="a minute",
        ),
        Signal(
            "cache-hits",
            "Hits and misses of the cache",
            "",
            {
                "hits": Metric("AWS/ElastiCache", "CacheHits", dimensions, "Sum"),
                "misses": Metric("AWS/ElastiCache", "CacheMisses", dimensions, "Sum"),
            },
            unit="a minute",
        ),
    ]


def node_cache_signals(node: str) -> list[Signal]:
    """node: id of a replication group's primary node (`<group>-001`)."""
    dimensions = {"CacheClusterId": node}
    return [
        Signal(
            "cache-cpu",
            "CPU of the cache's engine",
            f"The cache's one thread is busy for more than {CPU_PERCENT} %.",
            {"cpu": Metric("AWS/ElastiCache", "EngineCPUUtilization", dimensions, "Average")},
            above=CPU_PERCENT,
            minutes=10,
            of_minutes=15,
            unit="percent",
        ),
        Signal(
            "cache-evictions",
            "Evictions",
            "",
            {"evictions": Metric("AWS/ElastiCache", "Evictions", dimensions, "Sum")},
            unit="a minute",
        ),
    ]
