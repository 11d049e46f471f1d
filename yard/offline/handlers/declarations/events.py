"""EventBridge: buses, rules, targets, archives. The emulated bus delivers to SQS queues and keeps what it archives.

The emulated service changes nothing on a bus and keeps no key of an archive: both are left as the state has them.
"""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, Tags, creates, reads

RULE = {"Name": "name", "EventBusName": "event_bus_name"}
# What a target is made of, besides its id and ARN: argument -> what EventBridge calls it. Source: "Target", Amazon
# EventBridge API Reference.
TARGET_BLOCKS = {
    "dead_letter_config": "DeadLetterConfig",
    "ecs_target": "EcsParameters",
    "http_target": "HttpParameters",
    "kinesis_target": "KinesisParameters",
    "retry_policy": "RetryPolicy",
    "sqs_target": "SqsParameters",
}


def target(values: Values) -> list[dict[str, Any]]:
    """The one target that a resource stands for."""
    made = {
        "Id": values["target_id"],
        "Arn": values["arn"],
        "RoleArn": values.get("role_arn"),
        "Input": values.get("input"),
        "InputPath": values.get("input_path"),
    }
    made |= {aws: values.get(name) or None for name, aws in TARGET_BLOCKS.items()}
    for transformer in values.get("input_transformer") or []:
        made["InputTransformer"] = {
            "InputPathsMap": transformer.get("input_paths") or {},
            "InputTemplate": transformer["input_template"],
        }
    return [{name: value for name, value in made.items() if value is not None}]


def found_target(answer: Any, values: Values) -> Any:
    """The target of that id."""
    return next((item for item in answer.get("Targets", []) if item["Id"] == values["target_id"]), None)


def seen_transformer(seen: Any) -> Any:
    """AWS's input transformer as a block."""
    found = seen.get("InputTransformer")
    if not found:
        return []
    return [{"input_paths": found.get("InputPathsMap", {}), "input_template": found["InputTemplate"]}]


EVENT_BUS = Declaration(
    service="events",
    create=creates("create_event_bus", arn="EventBusArn"),
    read=(
        reads(
            "describe_event_bus",
            {"Name": "name"},
            filled="arn",
            ignored="description kms_key_identifier dead_letter_config event_source_name",
        ),
    ),
    delete=Operation("delete_event_bus", {"Name": "name"}),
    id="{name}",
    tags=Tags({"ResourceARN": "arn"}),
)

_PUT_RULE = creates("put_rule", arn="RuleArn")
EVENT_RULE = Declaration(
    service="events",
    create=_PUT_RULE,
    read=(reads("describe_rule", RULE, filled="arn", ignored="is_enabled"),),
    changes=(
        Change(
            frozenset({"description", "event_pattern", "role_arn", "schedule_expression", "state"}), _PUT_RULE
        ),
    ),
    delete=Operation("delete_rule", RULE),
    id="{event_bus_name}/{name}",
    named="name",
    defaults={"event_bus_name": "default", "state": "ENABLED"},
    tags=Tags({"ResourceARN": "arn"}),
)

_PUT_TARGET = Operation("put_targets", {"Rule": "rule", "EventBusName": "event_bus_name", "Targets": target})
EVENT_TARGET = Declaration(
    service="events",
    create=_PUT_TARGET,
    read=(
        reads(
            "list_targets_by_rule",
            {"Rule": "rule", "EventBusName": "event_bus_name"},
            found_target,
            arn="Arn",
            input_transformer=seen_transformer,
            **TARGET_BLOCKS,
        ),
    ),
    changes=(
        Change(
            frozenset({"arn", "role_arn", "input", "input_path", "input_transformer", *TARGET_BLOCKS}),
            _PUT_TARGET,
        ),
    ),
    delete=Operation(
        "remove_targets", {"Rule": "rule", "EventBusName": "event_bus_name", "Ids": "target_id"}
    ),
    id="{event_bus_name}-{rule}-{target_id}",
    import_id="{event_bus_name}/{rule}/{target_id}",
    named="target_id",
    defaults={"event_bus_name": "default"},
)

EVENT_ARCHIVE = Declaration(
    service="events",
    create=creates("create_archive", {"ArchiveName": "name"}, arn="ArchiveArn"),
    read=(
        reads(
            "describe_archive",
            {"ArchiveName": "name"},
            name="ArchiveName",
            arn="ArchiveArn",
            ignored="kms_key_identifier",
        ),
    ),
    changes=(
        Change(
            frozenset({"description", "event_pattern", "retention_days"}),
            creates("update_archive", {"ArchiveName": "name"}),
        ),
    ),
    delete=Operation("delete_archive", {"ArchiveName": "name"}),
    id="{name}",
    defaults={"retention_days": 0},
)

DECLARATIONS = {
    "aws_cloudwatch_event_archive": EVENT_ARCHIVE,
    "aws_cloudwatch_event_bus": EVENT_BUS,
    "aws_cloudwatch_event_rule": EVENT_RULE,
    "aws_cloudwatch_event_target": EVENT_TARGET,
}
