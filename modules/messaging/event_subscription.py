"""Subscription of a queue to a kind of event on a bus.

Defines: the rule and its target; the queue's policy and key let the rule in.
Leaves to the caller: the bus, the queue, who reads it.
"""

from __future__ import annotations

import json

from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import (
    CloudwatchEventTarget,
    CloudwatchEventTargetDeadLetterConfig,
)
from constructs import Construct

from modules.messaging.queue import Queue


class EventSubscription(Construct):
    """Every event with the detail-type `event` becomes a message: the whole event, as EventBridge writes it.

    EventBridge tries for 24 hours, then the event is a dead letter of the queue. It may deliver one twice, and in any
    order (source: "Amazon EventBridge User Guide, Event retry policy and using dead-letter queues").
    """

    def __init__(
        self, scope: Construct, id_: str, *, name: str, bus_name: str, event: str, queue: Queue
    ) -> None:
        """name: of the rule, at most 64 characters. event: the detail-type, such as `order-placed`."""
        super().__init__(scope, id_)
        if len(name) > 64:
            raise ValueError(f"{name}: a rule's name has at most 64 characters, this one {len(name)}.")
        rule = CloudwatchEventRule(
            self,
            "Default",
            name=name,
            description=f"{event} into a queue",
            event_bus_name=bus_name,
            event_pattern=json.dumps({"detail-type": [event]}),
        )
        CloudwatchEventTarget(
            self,
            "queue",
            event_bus_name=bus_name,
            rule=rule.name,
            target_id="queue",
            arn=queue.arn,
            dead_letter_config=CloudwatchEventTargetDeadLetterConfig(arn=queue.dead_letter_arn),
        )
        queue.allow_event_rule(rule.arn)
