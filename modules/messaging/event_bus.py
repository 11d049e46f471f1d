"""EventBridge event bus: what services tell each other without knowing each other.

Defines: the bus, an archive that can replay its events, a queue for events that the bus itself could not handle.
Leaves to the caller: who publishes (`grant_publish`) and who subscribes (`EventSubscription`).
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.cloudwatch_event_archive import CloudwatchEventArchive
from cdktf_cdktf_provider_aws.cloudwatch_event_bus import (
    CloudwatchEventBus,
    CloudwatchEventBusDeadLetterConfig,
)
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from cdktf_cdktf_provider_aws.sqs_queue_policy import SqsQueuePolicy
from constructs import Construct

from modules.arn import arn as known_arn
from modules.messaging.queue import DAY_SECONDS
from modules.protection import lifecycle
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow, deny_without_tls, document
from modules.security.role import Role

EVENTBRIDGE = {"Service": "events.amazonaws.com"}
UNDELIVERED_DAYS = 14  # the longest that SQS keeps a message


class EventBus(Construct):
    """Events of one environment, encrypted; the archive keeps them for `archive_days`."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        archive_name: str,
        undelivered_name: str,
        archive_days: int,
        key: KmsKey,
        protect: bool,
    ) -> None:
        """undelivered_name: of the queue. archive_days: 1 and more.

        protect: Terraform refuses to destroy bus and archive.
        """
        super().__init__(scope, id_)
        self._key = key
        # By name: the key's policy can't wait for what needs the key.
        self._known_arn = known_arn("events", key.region, key.account, f"event-bus/{name}")
        self._open_key(undelivered_name)
        undelivered = self._undelivered(undelivered_name, protect=protect)
        bus = CloudwatchEventBus(
            self,
            "Default",
            name=name,
            description="Events of the services",
            kms_key_identifier=key.arn,
            dead_letter_config=CloudwatchEventBusDeadLetterConfig(arn=undelivered.arn),
            lifecycle=lifecycle(protect=protect),
        )
        CloudwatchEventArchive(
            self,
            "archive",
            name=archive_name,
            description="Every event, to be replayed",
            event_source_arn=bus.arn,
            retention_days=archive_days,
            kms_key_identifier=key.arn,
            lifecycle=lifecycle(protect=protect),
        )
        self.name = bus.name
        self.arn = bus.arn

    def grant_publish(self, role: Role, *, source: str, events: Sequence[str]) -> None:
        """Let `role` put events of these types in the name of `source`, and no others.

        Source: "Amazon EventBridge User Guide, Using IAM policy conditions in Amazon EventBridge".
        """
        role.allow(
            allow(
                ["events:PutEvents"],
                [self.arn],
                condition={
                    "StringEquals": {"events:source": source, "events:detail-type": sorted(events)},
                },
            )
        )

    def _open_key(self, undelivered_name: str) -> None:
        """Sources: "Amazon EventBridge User Guide, Encrypting event buses" and "…, Encrypting archives"."""
        bus = {"StringEquals": {"kms:EncryptionContext:aws:events:event-bus:arn": self._known_arn}}
        queue = known_arn("sqs", self._key.region, self._key.account, undelivered_name)
        self._key.allow(
            allow(
                ["kms:DescribeKey"],
                ["*"],
                sid="EventBusAsksForTheKey",
                principal=EVENTBRIDGE,
                condition={"StringEquals": {"aws:SourceAccount": self._key.account}},
            ),
            allow(
                ["kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncrypt*"],
                ["*"],
                sid="EventBusAndArchive",
                principal=EVENTBRIDGE,
                condition=bus,
            ),
            allow(
                ["kms:Decrypt", "kms:GenerateDataKey"],
                ["*"],
                sid="EventsIntoTheQueue",
                principal=EVENTBRIDGE,
                condition={"ArnEquals": {"kms:EncryptionContext:aws:sqs:arn": queue}},
            ),
        )

    def _undelivered(self, name: str, *, protect: bool) -> SqsQueue:
        """Where events go that the bus could not encrypt or decrypt, as when its key is switched off."""
        queue = SqsQueue(
            self,
            "undelivered",
            name=name,
            kms_master_key_id=self._key.arn,
            message_retention_seconds=UNDELIVERED_DAYS * DAY_SECONDS,
            lifecycle=lifecycle(protect=protect),
        )
        from_bus = {"ArnEquals": {"aws:SourceArn": self._known_arn}}
        SqsQueuePolicy(
            self,
            "undelivered-policy",
            queue_url=queue.url,
            policy=document(
                [
                    deny_without_tls(["sqs:*"], [queue.arn]),
                    allow(["sqs:SendMessage"], [queue.arn], principal=EVENTBRIDGE, condition=from_bus),
                ]
            ),
        )
        return queue
