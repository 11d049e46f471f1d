"""SQS queues and SNS topics: AWS keeps most of what they are as named attributes with text for values.

Left to the state: aws_sqs_queue_redrive_allow_policy, which the emulated SQS does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, Tags, always, changes, reads

# Argument -> what SQS calls it. Source: "SetQueueAttributes", Amazon SQS API Reference.
QUEUE_ATTRIBUTES = {
    "content_based_deduplication": "ContentBasedDeduplication",
    "deduplication_scope": "DeduplicationScope",
    "delay_seconds": "DelaySeconds",
    "fifo_queue": "FifoQueue",
    "fifo_throughput_limit": "FifoThroughputLimit",
    "kms_data_key_reuse_period_seconds": "KmsDataKeyReusePeriodSeconds",
    "kms_master_key_id": "KmsMasterKeyId",
    "max_message_size": "MaximumMessageSize",
    "message_retention_seconds": "MessageRetentionPeriod",
    "policy": "Policy",
    "receive_wait_time_seconds": "ReceiveMessageWaitTimeSeconds",
    "redrive_policy": "RedrivePolicy",
    "sqs_managed_sse_enabled": "SqsManagedSseEnabled",
    "visibility_timeout_seconds": "VisibilityTimeout",
}
# The provider sends its own default, which is not AWS's. Source: "Resource: aws_sqs_queue".
MAX_MESSAGE_SIZE_BYTES = 262144
FIXED = ("fifo_queue",)
# Source: "SetTopicAttributes", Amazon SNS API Reference.
TOPIC_ATTRIBUTES = {
    "archive_policy": "ArchivePolicy",
    "content_based_deduplication": "ContentBasedDeduplication",
    "delivery_policy": "DeliveryPolicy",
    "display_name": "DisplayName",
    "fifo_throughput_scope": "FifoThroughputScope",
    "fifo_topic": "FifoTopic",
    "kms_master_key_id": "KmsMasterKeyId",
    "policy": "Policy",
    "signature_version": "SignatureVersion",
    "tracing_config": "TracingConfig",
}
# Source: "SetSubscriptionAttributes", Amazon SNS API Reference.
SUBSCRIPTION_ATTRIBUTES = {
    "delivery_policy": "DeliveryPolicy",
    "filter_policy": "FilterPolicy",
    "filter_policy_scope": "FilterPolicyScope",
    "raw_message_delivery": "RawMessageDelivery",
    "redrive_policy": "RedrivePolicy",
    "subscription_role_arn": "SubscriptionRoleArn",
}
QUEUE = {"QueueUrl": "id"}
TOPIC = {"TopicArn": "arn"}


def attributes(names: Mapping[str, str], values: Values) -> dict[str, Any]:
    """Those arguments that are given, under AWS's names."""
    return {aws: values[name] for name, aws in names.items() if values.get(name) not in (None, "", False)}


def queue_attributes(values: Values) -> dict[str, Any]:
    """What a new queue is given."""
    return {"MaximumMessageSize": MAX_MESSAGE_SIZE_BYTES, **attributes(QUEUE_ATTRIBUTES, values)}


def own_attributes(answer: Any, values: Values) -> Any:
    """What a queue or topic itself was given: a policy that a resource of its own put there is for that to watch."""
    seen = dict(answer["Attributes"])
    if not values.get("policy"):
        seen.pop("Policy", None)
    return seen


def changed_queue_attributes(cloud: Cloud, prior: Values, planned: Values) -> None:
    """Set what differs; an argument that was taken away is emptied."""
    changed = {
        aws: _text(planned.get(name))
        for name, aws in QUEUE_ATTRIBUTES.items()
        if name in planned and planned.get(name) != prior.get(name) and name not in FIXED
    }
    cloud.client("sqs", planned.get("region")).set_queue_attributes(
        QueueUrl=planned["id"], Attributes=changed
    )


def changed_topic_attributes(cloud: Cloud, prior: Values, planned: Values) -> None:
    """SNS takes one attribute at a time."""
    sns = cloud.client("sns", planned.get("region"))
    for name, aws in TOPIC_ATTRIBUTES.items():
        if name in planned and planned.get(name) != prior.get(name):
            sns.set_topic_attributes(
                TopicArn=planned["arn"], AttributeName=aws, AttributeValue=_text(planned.get(name))
            )


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def queue_document(argument: str) -> Declaration:
    """A JSON document on a queue as a resource of its own: aws_sqs_queue_policy and its kin."""
    name = QUEUE_ATTRIBUTES[argument]
    put = Operation(
        "set_queue_attributes",
        {"QueueUrl": "queue_url", "Attributes": lambda values: {name: values[argument]}},
    )
    return Declaration(
        service="sqs",
        create=put,
        read=(
            reads(
                "get_queue_attributes",
                {"QueueUrl": "queue_url", "AttributeNames": always([name])},
                lambda answer, _: (
                    answer.get("Attributes") if answer.get("Attributes", {}).get(name) else None
                ),
                **{argument: name},
            ),
        ),
        changes=(Change(frozenset({argument}), put),),
        delete=lambda cloud, _, state: cloud.client("sqs", state.get("region")).set_queue_attributes(
            QueueUrl=state["queue_url"], Attributes={name: ""}
        ),
        id="{queue_url}",
    )


SQS_QUEUE = Declaration(
    service="sqs",
    create=Operation(
        "create_queue",
        {"QueueName": "name", "Attributes": queue_attributes},
        result={"id": "QueueUrl"},
    ),
    read=(
        reads(
            "get_queue_attributes",
            {**QUEUE, "AttributeNames": always(["All"])},
            own_attributes,
            arn="QueueArn",
            name=lambda seen: seen["QueueArn"].rsplit(":", 1)[-1],
            filled="policy redrive_policy",
            **QUEUE_ATTRIBUTES,
        ),
    ),
    changes=(Change(frozenset(QUEUE_ATTRIBUTES), changed_queue_attributes),),
    delete=Operation("delete_queue", QUEUE),
    computed={"url": "{id}"},
    named="name",
    defaults={
        "message_retention_seconds": 345600,
        "visibility_timeout_seconds": 30,
        "max_message_size": MAX_MESSAGE_SIZE_BYTES,
        "kms_data_key_reuse_period_seconds": 300,
    },
    tags=Tags(QUEUE, add="tag_queue", remove="untag_queue", read="list_queue_tags"),
)

SNS_TOPIC = Declaration(
    service="sns",
    create=Operation(
        "create_topic",
        {"Name": "name", "Attributes": lambda values: attributes(TOPIC_ATTRIBUTES, values)},
        result={"id": "TopicArn", "arn": "TopicArn"},
    ),
    read=(
        reads(
            "get_topic_attributes",
            {"TopicArn": "id"},
            own_attributes,
            arn="TopicArn",
            name=lambda seen: seen["TopicArn"].rsplit(":", 1)[-1],
            owner="Owner",
            filled="owner policy",
            **TOPIC_ATTRIBUTES,
        ),
    ),
    changes=(Change(frozenset(TOPIC_ATTRIBUTES), changed_topic_attributes),),
    delete=Operation("delete_topic", {"TopicArn": "id"}),
    named="name",
    tags=Tags({"ResourceArn": "id"}),
)

SNS_TOPIC_POLICY = Declaration(
    service="sns",
    create=Operation(
        "set_topic_attributes",
        {"TopicArn": "arn", "AttributeName": always("Policy"), "AttributeValue": "policy"},
    ),
    read=(reads("get_topic_attributes", TOPIC, "Attributes", policy="Policy", owner="Owner"),),
    changes=(
        changes(
            "policy",
            "set_topic_attributes",
            {**TOPIC, "AttributeName": always("Policy"), "AttributeValue": "policy"},
        ),
    ),
    delete=None,  # a topic is never without a policy: its own goes with it
    id="{arn}",
)

SNS_SUBSCRIPTION = Declaration(
    service="sns",
    create=Operation(
        "subscribe",
        {
            "TopicArn": "topic_arn",
            "Protocol": "protocol",
            "Endpoint": "endpoint",
            "Attributes": lambda values: attributes(SUBSCRIPTION_ATTRIBUTES, values),
            "ReturnSubscriptionArn": always(True),
        },
        result={"id": "SubscriptionArn", "arn": "SubscriptionArn"},
    ),
    read=(
        reads(
            "get_subscription_attributes",
            {"SubscriptionArn": "id"},
            "Attributes",
            filled="confirmation_was_authenticated owner_id",
            owner_id="Owner",
            confirmation_was_authenticated="ConfirmationWasAuthenticated",
            topic_arn="TopicArn",
            protocol="Protocol",
            endpoint="Endpoint",
            **SUBSCRIPTION_ATTRIBUTES,
        ),
    ),
    changes=tuple(
        changes(
            name,
            "set_subscription_attributes",
            {"SubscriptionArn": "id", "AttributeName": always(aws), "AttributeValue": name},
        )
        for name, aws in SUBSCRIPTION_ATTRIBUTES.items()
    ),
    delete=Operation("unsubscribe", {"SubscriptionArn": "id"}),
    computed={"arn": "{id}"},
)

DECLARATIONS = {
    "aws_sqs_queue": SQS_QUEUE,
    "aws_sqs_queue_policy": queue_document("policy"),
    "aws_sqs_queue_redrive_policy": queue_document("redrive_policy"),
    "aws_sns_topic": SNS_TOPIC,
    "aws_sns_topic_policy": SNS_TOPIC_POLICY,
    "aws_sns_topic_subscription": SNS_SUBSCRIPTION,
}
