from __future__ import annotations

from typing import Any

import pytest

from stacks.runtimes.ecs_scaling import task_limits
from tests.stacks.environments import IMAGE, build, environment, service

WORKER: dict[str, Any] = {"routes": [], "scale": {"min": 1, "max": 9, "messages_per_task": 100}}


def policy(name: str, **changes: Any) -> dict[str, Any]:
    made = build(environment(), service(**{**WORKER, **changes}), releases={"shop": IMAGE})["dev-shop"]
    (found,) = [one for one in made.all("aws_appautoscaling_policy").values() if one["name"] == name]
    tracking: dict[str, Any] = found["target_tracking_scaling_policy_configuration"]
    return tracking


def test_a_worker_has_as_many_tasks_as_its_queue_is_long() -> None:
    made = policy("messages")

    *metrics, result = made["customized_metric_specification"]["metrics"]
    waiting, tasks = (metric["metric_stat"]["metric"] for metric in metrics)
    assert made["target_value"] == 100
    assert waiting["metric_name"] == "ApproximateNumberOfMessagesVisible"
    assert waiting["dimensions"] == [{"name": "QueueName", "value": "${aws_sqs_queue.queue-orders.name}"}]
    assert (tasks["namespace"], tasks["metric_name"]) == ("ECS/ContainerInsights", "RunningTaskCount")
    assert result["expression"] == "(FILL(waiting0, 0)) / IF(FILL(tasks, 0) < 1, 1, FILL(tasks, 0))"


def test_all_queues_of_a_service_count_together() -> None:
    metrics = policy("messages", queues={"orders": {}, "returns": {}})["customized_metric_specification"][
        "metrics"
    ]

    assert metrics[-1]["expression"].startswith("(FILL(waiting0, 0) + FILL(waiting1, 0)) / ")
    assert len(metrics) == 4


def test_a_worker_that_computes_scales_on_cpu_as_well() -> None:
    assert policy("cpu")["target_value"] == 60


def test_limits_change_by_the_manifests_schedule() -> None:
    schedule = [{"cron": "0 7 ? * MON-FRI *", "min": 4, "max": 8}]
    made = build(environment(), service(scale={"schedule": schedule}), releases={"shop": IMAGE})["dev-shop"]

    action = made.only("aws_appautoscaling_scheduled_action")
    assert action["schedule"] == "cron(0 7 ? * MON-FRI *)"
    assert action["scalable_target_action"] == {"min_capacity": "4", "max_capacity": "8"}


@pytest.mark.parametrize(
    ("scale", "size", "limits"),
    [
        ({}, "small", (1, 4)),
        ({}, "large", (3, 30)),
        ({"min": 10}, "small", (10, 10)),
        ({"max": 2}, "large", (2, 2)),
        ({"min": 0, "max": 1}, "large", (0, 1)),
    ],
)
def test_the_size_fills_in_what_the_manifest_leaves_out_and_limits_never_cross(
    scale: dict[str, int], size: str, limits: tuple[int, int]
) -> None:
    assert task_limits(service(scale=scale), environment(size=size)) == limits
