from __future__ import annotations

import json
from typing import Any

from tests.modules.synthesised import Resources
from tests.stacks.environments import IMAGE, build, environment, service

JOBS = {
    "nightly": {"schedule": "cron(0 3 * * ? *)", "command": ["python", "-m", "shop.nightly", "${HOME}"]},
    "hourly": {"schedule": "rate(1 hour)", "command": ["python", "-m", "shop.hourly"]},
}


def shop(*, released: bool = True, **changes: Any) -> Resources:
    releases = {"shop": IMAGE} if released else {}
    return build(environment(), service(**{"jobs": JOBS, **changes}), releases=releases)["dev-shop"]


def test_each_job_is_a_schedule_in_the_services_group() -> None:
    schedules = shop().all("aws_scheduler_schedule").values()

    assert [(one["name"], one["schedule_expression"]) for one in schedules] == [
        ("dev-shop-hourly", "rate(1 hour)"),
        ("dev-shop-nightly", "cron(0 3 * * ? *)"),
    ]
    assert {one["schedule_expression_timezone"] for one in schedules} == {"UTC"}


def test_a_job_runs_the_services_task_where_the_service_runs_and_its_words_are_no_expressions() -> None:
    made = shop()

    (nightly,) = [one for one in made.all("aws_scheduler_schedule").values() if "nightly" in one["name"]]
    target = nightly["target"]
    (override,) = json.loads(target["input"])["containerOverrides"]
    network = target["ecs_parameters"]["network_configuration"]
    assert override == {"name": "shop", "command": ["python", "-m", "shop.nightly", "$${HOME}"]}
    assert network["security_groups"] == ["${aws_security_group.security-group.id}"]
    assert network["subnets"] == made.only("aws_ecs_service")["network_configuration"]["subnets"]


def test_before_the_first_release_no_job_runs() -> None:
    states = {one["state"] for one in shop(released=False).all("aws_scheduler_schedule").values()}

    assert states == {"DISABLED"}


def test_a_service_without_jobs_has_no_scheduler() -> None:
    assert not [address for address in shop(jobs={}).addresses if "scheduler" in address or "jobs" in address]


def test_adding_a_job_changes_no_task() -> None:
    before, after = shop(jobs={}), shop()

    kind = "aws_ecs_task_definition"
    assert before.only(kind) == after.only(kind)


def test_somebody_is_told_of_a_job_that_could_not_be_started() -> None:
    made = shop()

    (alarm,) = [
        one
        for one in made.all("aws_cloudwatch_metric_alarm").values()
        if one["alarm_name"] == "dev-shop-jobs-dead-letters"
    ]
    assert alarm["dimensions"] == {"QueueName": "dev-shop-jobs--dead-letter"}
    assert (alarm["metric_name"], alarm["threshold"]) == ("ApproximateNumberOfMessagesVisible", 0)
    assert alarm["alarm_actions"]
