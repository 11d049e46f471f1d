from __future__ import annotations

from modules.observability.request_signals import target_group_signals, task_signals
from tests.modules.observability.signals import alarm, assert_sound, named

BALANCER, GROUP = "app/dev/1", "targetgroup/dev-catalog/2"


def test_requests_are_watched_by_rate_errors_and_duration_of_one_target_group() -> None:
    signals = target_group_signals(BALANCER, GROUP)

    assert_sound(signals)
    # Source: "CloudWatch metrics for your Application Load Balancer": both dimensions, or it is the balancer's sum.
    dimensions = [dict(metric.dimensions) for signal in signals for metric in signal.metrics.values()]
    assert all(one == {"LoadBalancer": BALANCER, "TargetGroup": GROUP} for one in dimensions)
    assert [signal.id for signal in signals if signal.alarms] == ["errors", "latency", "unhealthy"]


def test_a_handful_of_requests_makes_no_alarm_of_errors() -> None:
    errors = named(target_group_signals(BALANCER, GROUP), "errors")

    assert errors.expression == "IF(requests > 10, 100 * FILL(errors, 0) / requests, 0)"
    assert errors.above == 5


def test_what_is_slow_is_judged_by_the_slowest_hundredth() -> None:
    made = alarm(named(target_group_signals(BALANCER, GROUP), "latency"))

    assert (made["extended_statistic"], made["threshold"]) == ("p99", 2)


def test_a_target_that_stays_unhealthy_is_told_and_one_that_is_replaced_is_not() -> None:
    made = alarm(named(target_group_signals(BALANCER, GROUP), "unhealthy"))

    assert (made["threshold"], made["datapoints_to_alarm"], made["evaluation_periods"]) == (0, 5, 5)


def test_fewer_tasks_than_wanted_are_told_and_their_use_is_a_graph() -> None:
    signals = task_signals("dev", "catalog")

    assert_sound(signals)
    tasks = named(signals, "tasks")
    assert (tasks.expression, tasks.above) == ("wanted - running", 0)
    assert {metric.namespace for metric in tasks.metrics.values()} == {"ECS/ContainerInsights"}
    assert not named(signals, "use").alarms
