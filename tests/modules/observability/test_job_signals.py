from __future__ import annotations

from modules.observability.job_signals import failed_job_signals, unstarted_job_signals
from tests.modules.observability.signals import alarm, assert_sound


def test_the_first_job_that_could_not_be_started_is_told() -> None:
    (signal,) = unstarted_job_signals("dev-orders-jobs-dead")

    assert_sound([signal])
    made = alarm(signal)
    assert (made["metric_name"], made["dimensions"]) == (
        "ApproximateNumberOfMessagesVisible",
        {"QueueName": "dev-orders-jobs-dead"},
    )
    assert (made["comparison_operator"], made["threshold"]) == ("GreaterThanThreshold", 0)
    assert (made["datapoints_to_alarm"], made["evaluation_periods"]) == (1, 1)


def test_so_is_a_try_of_a_cron_job_that_failed() -> None:
    (signal,) = failed_job_signals("expire", cluster="dev", namespace="orders")

    assert_sound([signal])
    made = alarm(signal)
    assert (made["namespace"], made["metric_name"]) == ("ContainerInsights", "pod_status_failed")
    assert made["dimensions"] == {"ClusterName": "dev", "Namespace": "orders", "PodName": "expire"}
    assert (made["datapoints_to_alarm"], made["evaluation_periods"]) == (1, 1)
