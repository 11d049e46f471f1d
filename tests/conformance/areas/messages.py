"""Queues, topics, and buses of events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .area import Area, Client, allow, merged
from .ground import KEY, QUEUES, TOPIC

_PATTERN = json.dumps({"detail-type": ["order-placed"]})
_OTHER_PATTERN = json.dumps({"detail-type": ["order-placed", "order-paid"]})
_RESOURCES: dict[str, Any] = {
    "aws_sns_topic": {"events": {"kms_master_key_id": "${aws_kms_key.main.arn}"}},
    "aws_cloudwatch_event_bus": {"main": {"name": "twin", "tags": {"Name": "twin"}}},
    "aws_cloudwatch_event_rule": {
        "placed": {
            "name": "placed",
            "event_bus_name": "${aws_cloudwatch_event_bus.main.name}",
            "description": "Orders",
            "event_pattern": _PATTERN,
        },
        "nightly": {"name": "nightly", "schedule_expression": "rate(1 day)", "tags": {"Name": "nightly"}},
    },
    "aws_cloudwatch_event_target": {
        "queue": {
            "rule": "${aws_cloudwatch_event_rule.placed.name}",
            "event_bus_name": "${aws_cloudwatch_event_bus.main.name}",
            "target_id": "queue",
            "arn": "${aws_sqs_queue.orders.arn}",
            "input_transformer": {
                "input_paths": {"id": "$.detail.id"},
                "input_template": '{"order": <id>}',
            },
            "dead_letter_config": {"arn": "${aws_sqs_queue.dead.arn}"},
            "retry_policy": {"maximum_event_age_in_seconds": 600, "maximum_retry_attempts": 3},
        },
        "night": {
            "rule": "${aws_cloudwatch_event_rule.nightly.name}",
            "target_id": "night",
            "arn": "${aws_sqs_queue.orders.arn}",
            "input": '{"kind": "night"}',
        },
    },
    "aws_cloudwatch_event_archive": {
        "all": {
            "name": "twin",
            "description": "All",
            "event_source_arn": "${aws_cloudwatch_event_bus.main.arn}",
            "event_pattern": _PATTERN,
            "retention_days": 7,
        }
    },
    "aws_sqs_queue_policy": {
        "orders": {
            "queue_url": "${aws_sqs_queue.orders.id}",
            "policy": allow(
                "sqs:SendMessage", "${aws_sqs_queue.orders.arn}", Principal={"Service": "sns.amazonaws.com"}
            ),
        }
    },
    "aws_sns_topic_policy": {
        "events": {
            "arn": "${aws_sns_topic.events.arn}",
            "policy": allow(
                "sns:Publish", "${aws_sns_topic.events.arn}", Principal={"Service": "events.amazonaws.com"}
            ),
        }
    },
    "aws_sns_topic_subscription": {
        "orders": {
            "topic_arn": "${aws_sns_topic.events.arn}",
            "protocol": "sqs",
            "endpoint": "${aws_sqs_queue.orders.arn}",
            "raw_message_delivery": True,
        }
    },
}

_CHANGES: dict[str, dict[str, dict[str, Any]]] = {
    "aws_cloudwatch_event_bus": {"main": {"tags": {"Name": "other"}}},
    "aws_cloudwatch_event_rule": {
        "placed": {"description": "Other orders", "event_pattern": _OTHER_PATTERN},
        "nightly": {"schedule_expression": "rate(2 days)", "is_enabled": False},
    },
    "aws_cloudwatch_event_target": {"night": {"input": '{"kind": "late"}'}},
    "aws_cloudwatch_event_archive": {"all": {"retention_days": 30, "event_pattern": _OTHER_PATTERN}},
    "aws_sqs_queue": {"orders": {"visibility_timeout_seconds": 90, "tags": {"Name": "orders"}}},
    "aws_sns_topic": {"events": {"display_name": "Events"}},
}


def _buses(client: Client) -> Iterator[Any]:
    events = client("events")
    for bus in events.list_event_buses()["EventBuses"]:
        yield bus
        if bus["Name"] != "default":
            yield events.list_tags_for_resource(ResourceARN=bus["Arn"])["Tags"]
        for rule in events.list_rules(EventBusName=bus["Name"])["Rules"]:
            if rule["Name"].startswith("Events-Archive-"):
                continue
            yield rule
            yield events.list_tags_for_resource(ResourceARN=rule["Arn"])["Tags"]
            yield events.list_targets_by_rule(Rule=rule["Name"], EventBusName=bus["Name"])["Targets"]
    for archive in events.list_archives()["Archives"]:
        yield events.describe_archive(ArchiveName=archive["ArchiveName"])


def _queues(client: Client) -> Iterator[Any]:
    sqs = client("sqs")
    for url in sqs.list_queues().get("QueueUrls", []):
        yield sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        yield sqs.list_queue_tags(QueueUrl=url).get("Tags", {})


def _topics(client: Client) -> Iterator[Any]:
    sns = client("sns")
    for topic in sns.list_topics()["Topics"]:
        yield sns.get_topic_attributes(TopicArn=topic["TopicArn"])["Attributes"]
        yield sns.list_tags_for_resource(ResourceArn=topic["TopicArn"])["Tags"]
    for subscription in sns.list_subscriptions()["Subscriptions"]:
        yield sns.get_subscription_attributes(SubscriptionArn=subscription["SubscriptionArn"])["Attributes"]


AREA = Area(
    resources=merged(KEY, QUEUES, TOPIC, _RESOURCES),
    changes=_CHANGES,
    lists={
        "sns": {"list_subscriptions": "Subscriptions"},
    },
    readers={"queues": _queues, "topics": _topics},
)
