from __future__ import annotations

from modules.observability.data_signals import (
    database_signals,
    node_cache_signals,
    queue_signals,
    serverless_cache_signals,
    table_signals,
)
from tests.modules.observability.signals import alarm, assert_sound, named

GIB = 1024**3


def test_throttled_reads_and_writes_of_a_table_are_one_alarm() -> None:
    (signal,) = table_signals("products", "dev-catalog-products")

    assert_sound([signal])
    assert {metric.name for metric in signal.metrics.values()} == {
        "ReadThrottleEvents",
        "WriteThrottleEvents",
    }
    # Where nothing is throttled there is no data at all: without FILL one of the two would hide the other.
    assert signal.expression == "FILL(reads, 0) + FILL(writes, 0)"


def test_a_queue_that_is_not_worked_off_is_told_long_before_its_messages_are_lost() -> None:
    signals = queue_signals("paid", "dev-orders-paid", "dev-orders-paid-dead")

    assert_sound(signals)
    age = named(signals, "queue-paid-age")
    # Source: "Amazon SQS Developer Guide, message retention period": four days unless it is said otherwise.
    assert age.above is not None
    assert age.above < 4 * 24 * 3600
    assert age.metrics["age"].dimensions == {"QueueName": "dev-orders-paid"}


def test_the_first_dead_letter_is_told() -> None:
    signals = queue_signals("paid", "dev-orders-paid", "dev-orders-paid-dead")

    made = alarm(named(signals, "queue-paid-dead-letters"))

    assert made["dimensions"] == {"QueueName": "dev-orders-paid-dead"}
    assert (made["threshold"], made["evaluation_periods"]) == (0, 1)


def test_a_database_is_watched_for_load_and_for_a_full_disk() -> None:
    signals = database_signals({"DBInstanceIdentifier": "dev-orders"}, free_storage_bytes=4 * GIB)

    assert_sound(signals)
    assert named(signals, "database-load").metrics["load"].name == "DBLoadRelativeToNumVCPUs"
    storage = alarm(named(signals, "database-storage"))
    assert (storage["comparison_operator"], storage["threshold"]) == ("LessThanThreshold", 4 * GIB)


def test_auroras_storage_grows_by_itself() -> None:
    signals = database_signals({"DBClusterIdentifier": "dev-orders"}, free_storage_bytes=None)

    assert_sound(signals)
    assert "database-storage" not in {signal.id for signal in signals}


def test_a_serverless_cache_is_known_by_its_own_dimension() -> None:
    # Source: "Amazon ElastiCache User Guide, Serverless cache metrics and events".
    signals = serverless_cache_signals("dev-catalog")

    assert_sound(signals)
    dimensions = [dict(metric.dimensions) for signal in signals for metric in signal.metrics.values()]
    assert all(one == {"clusterId": "dev-catalog"} for one in dimensions)
    assert named(signals, "cache-throttled").alarms


def test_a_node_is_watched_by_its_one_thread() -> None:
    # Source: "Amazon ElastiCache User Guide, Which Metrics Should I Monitor?": EngineCPUUtilization, not the host's.
    signals = node_cache_signals("dev-catalog-001")

    assert_sound(signals)
    cpu = named(signals, "cache-cpu")
    assert (cpu.metrics["cpu"].name, cpu.above) == ("EngineCPUUtilization", 80)
