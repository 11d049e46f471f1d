"""EventBridge: buses, rules, targets, archives."""

from __future__ import annotations

import json
from typing import Any

from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values

PATTERN = json.dumps({"detail-type": ["order-placed"]})


def bus(world: World) -> Values:
    return world.life.create("aws_cloudwatch_event_bus", name=world.name("bus"))


def rule(world: World) -> Values:
    return {"name": world.name("rule"), "event_bus_name": bus(world)["name"], "event_pattern": PATTERN}


def target(world: World) -> Values:
    made = world.life.create("aws_cloudwatch_event_rule", **rule(world))
    return {
        "rule": made["name"],
        "event_bus_name": made["event_bus_name"],
        "target_id": "queue",
        "arn": world.queue()["arn"],
        "dead_letter_config": [{"arn": world.queue()["arn"]}],
    }


def see_rule(world: World, state: Values) -> Any:
    found = world.aws("events").describe_rule(Name=state["name"], EventBusName=state["event_bus_name"])
    return json.loads(found["EventPattern"]), found["State"], found.get("Description")


def see_target(world: World, state: Values) -> Any:
    """Whether an event arrives in the queue that is the target."""
    events, sqs = world.aws("events"), world.aws("sqs")
    entry = {"Source": "shop", "DetailType": "order-placed", "Detail": '{"id": "1"}'}
    events.put_events(Entries=[{**entry, "EventBusName": state["event_bus_name"]}])
    url = sqs.get_queue_url(QueueName=state["arn"].rsplit(":", 1)[-1])["QueueUrl"]
    bodies = [json.loads(message["Body"]) for message in sqs.receive_message(QueueUrl=url)["Messages"]]
    return [(body["source"], body["detail-type"], body["detail"]) for body in bodies]


def archive(world: World) -> Values:
    return {
        "name": world.name("archive"),
        "description": "Every event",
        "event_source_arn": bus(world)["arn"],
        "retention_days": 7,
        "kms_key_identifier": world.key["arn"],
    }


ARRIVED = [("shop", "order-placed", {"id": "1"})]

CASES = {
    "aws_cloudwatch_event_bus": Case(
        lambda world: {
            "name": world.name("bus"),
            "description": "Events",
            "kms_key_identifier": world.key["arn"],
            "dead_letter_config": [{"arn": world.queue()["arn"]}],
            "tags": {"Team": "platform"},
        },
        lambda world, state: (
            world.aws("events").describe_event_bus(Name=state["name"])["KmsKeyIdentifier"] == world.key["arn"]
        ),
        True,
    ),
    "aws_cloudwatch_event_rule": Case(
        rule,
        see_rule,
        ({"detail-type": ["order-placed"]}, "ENABLED", None),
        {"description": "Later", "state": "DISABLED"},
        ({"detail-type": ["order-placed"]}, "DISABLED", "Later"),
    ),
    "aws_cloudwatch_event_target": Case(
        target,
        see_target,
        ARRIVED,
        lambda world: {"arn": world.queue()["arn"]},
        ARRIVED,
        identifier=lambda state: f"{state['event_bus_name']}/{state['rule']}/{state['target_id']}",
    ),
    "aws_cloudwatch_event_archive": Case(
        archive,
        lambda world, state: world.aws("events").describe_archive(ArchiveName=state["name"])["RetentionDays"],
        7,
        {"retention_days": 30},
        30,
    ),
}
