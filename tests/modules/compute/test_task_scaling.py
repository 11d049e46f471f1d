from __future__ import annotations

import pytest
from cdktf import TerraformStack

from modules.compute.task_scaling import TaskScaling
from modules.observability.metric import Metric
from tests.modules.synthesised import Resources, synthesise


def scaling(min_tasks: int = 2, max_tasks: int = 20) -> Resources:
    def build(stack: TerraformStack) -> None:
        made = TaskScaling(
            stack, "scaling", cluster="dev", service="dev-catalog", min_tasks=min_tasks, max_tasks=max_tasks
        )
        made.track_cpu(60)
        made.track_requests(500, resource_label="app/dev/1/targetgroup/dev/2", depends_on=[])
        made.schedule("schedule-0", cron="0 7 ? * MON-FRI *", min_tasks=4, max_tasks=20)

    return synthesise(build)


def test_the_number_of_tasks_stays_between_its_limits() -> None:
    target = scaling().only("aws_appautoscaling_target")

    assert (target["min_capacity"], target["max_capacity"]) == (2, 20)
    assert target["resource_id"] == "service/dev/dev-catalog"
    assert target["scalable_dimension"] == "ecs:service:DesiredCount"


def test_tasks_follow_cpu_and_requests_and_come_faster_than_they_go() -> None:
    policies = {
        policy["name"]: policy["target_tracking_scaling_policy_configuration"]
        for policy in scaling().all("aws_appautoscaling_policy").values()
    }

    assert policies["cpu"]["target_value"] == 60
    assert policies["cpu"]["predefined_metric_specification"] == {
        "predefined_metric_type": "ECSServiceAverageCPUUtilization"
    }
    assert policies["requests"]["target_value"] == 500
    assert policies["requests"]["predefined_metric_specification"] == {
        "predefined_metric_type": "ALBRequestCountPerTarget",
        "resource_label": "app/dev/1/targetgroup/dev/2",
    }
    assert all(policy["scale_out_cooldown"] < policy["scale_in_cooldown"] for policy in policies.values())


def test_limits_change_by_schedule() -> None:
    action = scaling().only("aws_appautoscaling_scheduled_action")

    assert action["schedule"] == "cron(0 7 ? * MON-FRI *)"
    assert action["scalable_target_action"] == {"min_capacity": "4", "max_capacity": "20"}


@pytest.mark.parametrize(("low", "high"), [(3, 2), (-1, 2)])
def test_limits_that_cross_are_refused(low: int, high: int) -> None:
    with pytest.raises(ValueError, match=f"^{low} to {high} tasks: the first must be 0 or more"):
        scaling(low, high)


def test_tasks_follow_any_expression_over_metrics() -> None:
    def build(stack: TerraformStack) -> None:
        made = TaskScaling(stack, "scaling", cluster="dev", service="dev-mail", min_tasks=1, max_tasks=9)
        waiting = Metric("AWS/SQS", "Visible", {"QueueName": "mails"}, "Average")
        made.track("messages", 100, metrics={"waiting": waiting}, expression="waiting / 2")

    policy = synthesise(build).only("aws_appautoscaling_policy")

    followed = policy["target_tracking_scaling_policy_configuration"]
    assert followed["target_value"] == 100
    assert followed["customized_metric_specification"]["metrics"] == [
        {
            "id": "waiting",
            "metric_stat": {
                "metric": {
                    "namespace": "AWS/SQS",
                    "metric_name": "Visible",
                    "dimensions": [{"name": "QueueName", "value": "mails"}],
                },
                "stat": "Average",
            },
            "return_data": False,
        },
        {"id": "result", "expression": "waiting / 2", "label": "messages", "return_data": True},
    ]
