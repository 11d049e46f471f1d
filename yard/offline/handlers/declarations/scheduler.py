"""EventBridge Scheduler: groups, and schedules that run ECS tasks or invoke something else."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import (
    Change,
    Declaration,
    Operation,
    Tags,
    creates,
    imports,
    reads,
)
from yard.offline.handlers.spelling import snake

NAMES = {"Name": "name", "GroupName": "group_name"}
# An update replaces the whole schedule: what it does not say is the default again (source: "EventBridge Scheduler API
# Reference, UpdateSchedule").
CHANGING = (
    "description end_date flexible_time_window kms_key_arn schedule_expression schedule_expression_timezone "
    "start_date state target"
)


def target(values: Values) -> list[Values] | None:
    """The target, with the network of a task one level deeper, as AWS has it."""
    found = []
    for block in values.get("target") or []:
        tasks = []
        for parameters in block.get("ecs_parameters") or []:
            network = [
                {
                    "awsvpc_configuration": {
                        **inner,
                        "assign_public_ip": "ENABLED" if inner.get("assign_public_ip") else "DISABLED",
                    }
                }
                for inner in parameters.get("network_configuration") or []
            ]
            tasks.append({**parameters, "network_configuration": network})
        found.append({**block, "ecs_parameters": tasks})
    return found or None


def seen_target(schedule: dict[str, Any]) -> Any:
    """The target as Terraform has it."""
    found = dict(schedule["Target"])
    tasks = dict(found.get("EcsParameters") or {})
    network = (tasks.get("NetworkConfiguration") or {}).get("awsvpcConfiguration")
    if network:
        public = network.get("AssignPublicIp") == "ENABLED"
        tasks["NetworkConfiguration"] = {**network, "AssignPublicIp": public}
    if tasks:
        found["EcsParameters"] = tasks
    return _blocks(found)


def _blocks(value: Any) -> Any:
    """A structure as a block, under Terraform's names."""
    if isinstance(value, dict):
        return [{snake(name): _blocks(inner) for name, inner in value.items()}]
    return value


def delete_group(cloud: Cloud, _prior: Values, state: Values) -> None:
    """Remove it with all schedules. The emulated service breaks over a group that is not there."""
    scheduler = cloud.client("scheduler", state.get("region"))
    scheduler.get_schedule_group(Name=state["name"])
    scheduler.delete_schedule_group(Name=state["name"])


SCHEDULE_GROUP = Declaration(
    service="scheduler",
    create=creates("create_schedule_group"),
    read=(
        imports(
            reads(
                "get_schedule_group", {"Name": "name"}, filled="creation_date last_modification_date state"
            ),
            name="Name",
        ),
    ),
    delete=delete_group,
    id="{name}",
    named="name",
    computed={"arn": "arn:{partition}:scheduler:{region}:{account}:schedule-group/{name}"},
    tags=Tags({"ResourceArn": "arn"}),
)

SCHEDULE = Declaration(
    service="scheduler",
    create=creates("create_schedule", {"Target": target}),
    read=(
        imports(
            reads(
                "get_schedule",
                NAMES,
                target=seen_target,
                filled="group_name schedule_expression_timezone state",
            ),
            name="Name",
        ),
    ),
    changes=(Change(frozenset(CHANGING.split()), creates("update_schedule", {"Target": target})),),
    delete=Operation("delete_schedule", NAMES),
    id="{group_name}/{name}",
    named="name",
    computed={"arn": "arn:{partition}:scheduler:{region}:{account}:schedule/{group_name}/{name}"},
    defaults={"schedule_expression_timezone": "UTC", "state": "ENABLED"},
)

DECLARATIONS = {"aws_scheduler_schedule_group": SCHEDULE_GROUP, "aws_scheduler_schedule": SCHEDULE}
