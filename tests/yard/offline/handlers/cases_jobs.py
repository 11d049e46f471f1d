"""What runs by the clock: EventBridge Scheduler."""

from __future__ import annotations

import json
from typing import Any

from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values


def see_group(world: World, state: Values) -> Any:
    return world.aws("scheduler").get_schedule_group(Name=state["name"])["State"]


def group(world: World) -> Values:
    return {"name": world.name("group")}


def see_schedule(world: World, state: Values) -> Any:
    found = world.aws("scheduler").get_schedule(Name=state["name"], GroupName=state["group_name"])
    task = found["Target"]["EcsParameters"]
    network = task["NetworkConfiguration"]["awsvpcConfiguration"]
    return (
        found["ScheduleExpression"],
        found["State"],
        found["Target"]["RetryPolicy"]["MaximumRetryAttempts"],
        json.loads(found["Target"]["Input"]),
        task["LaunchType"],
        network["AssignPublicIp"],
    )


def schedule(world: World) -> Values:
    made = world.life.create("aws_scheduler_schedule_group", name=world.name("group"))
    queue = world.queue()
    role = world.life.create("aws_iam_role", name=world.name("role"), assume_role_policy=world.trust())
    task = {
        "task_definition_arn": world.task_definition(),
        "launch_type": "FARGATE",
        "task_count": 1,
        "network_configuration": [
            {
                "assign_public_ip": False,
                "security_groups": [world.security_group()],
                "subnets": world.subnets,
            }
        ],
    }
    return {
        "name": world.name("schedule"),
        "group_name": made["name"],
        "schedule_expression": "cron(0 3 * * ? *)",
        "schedule_expression_timezone": "UTC",
        "flexible_time_window": [{"mode": "OFF"}],
        "state": "DISABLED",
        "target": [
            {
                "arn": world.cluster["arn"],
                "role_arn": role["arn"],
                "input": '{"containerOverrides":[]}',
                "ecs_parameters": [task],
                "dead_letter_config": [{"arn": queue["arn"]}],
                "retry_policy": [{"maximum_event_age_in_seconds": 3600, "maximum_retry_attempts": 5}],
            }
        ],
    }


SEEN: tuple[Any, ...] = (5, {"containerOverrides": []}, "FARGATE", "DISABLED")
CASES = {
    "aws_scheduler_schedule_group": Case(group, see_group, created="ACTIVE"),
    "aws_scheduler_schedule": Case(
        schedule,
        see_schedule,
        created=("cron(0 3 * * ? *)", "DISABLED", *SEEN),
        change={"schedule_expression": "rate(1 hour)", "state": "ENABLED"},
        changed=("rate(1 hour)", "ENABLED", *SEEN),
    ),
}
