from __future__ import annotations

import pytest

from modules.observability.function_signals import api_signals, function_signals, given_up_signals
from tests.modules.observability.signals import alarm, assert_sound, named


def test_a_function_is_watched_for_errors_throttles_and_duration() -> None:
    signals = function_signals("dev-receipts", timeout_seconds=30)

    assert_sound(signals)
    assert [signal.id for signal in signals if signal.alarms] == [
        "function-errors",
        "function-throttles",
        "function-duration",
    ]
    dimensions = [dict(metric.dimensions) for signal in signals for metric in signal.metrics.values()]
    assert all(one == {"FunctionName": "dev-receipts"} for one in dimensions)


@pytest.mark.parametrize("timeout_seconds", [1, 30, 900])
def test_its_duration_alarms_before_the_next_slow_call_is_cut_off(timeout_seconds: int) -> None:
    made = alarm(
        named(function_signals("dev-receipts", timeout_seconds=timeout_seconds), "function-duration")
    )

    assert made["extended_statistic"] == "p99"
    assert made["threshold"] == timeout_seconds * 1000 * 0.8


def test_a_function_that_nobody_calls_has_no_share_of_errors() -> None:
    errors = named(function_signals("dev-receipts", timeout_seconds=30), "function-errors")

    assert errors.expression is not None
    assert errors.expression.startswith("IF(invocations > 0, ")


def test_the_first_event_that_was_given_up_is_told() -> None:
    signals = given_up_signals("dev-receipts-dead")

    assert_sound(signals)
    made = alarm(signals[0])
    assert (made["dimensions"], made["threshold"], made["evaluation_periods"]) == (
        {"QueueName": "dev-receipts-dead"},
        0,
        1,
    )


def test_of_an_http_api_only_the_services_own_errors_count() -> None:
    signals = api_signals("a1b2c3")

    assert_sound(signals)
    # Source: "API Gateway Developer Guide, CloudWatch metrics for HTTP APIs": 4xx, 5xx, Count, Latency.
    assert {metric.name for metric in named(signals, "errors").metrics.values()} == {"Count", "5xx"}
    assert named(signals, "latency").metrics["latency"].statistic == "p99"
