"""SQS queue with a dead-letter queue, encrypted, TLS only.

Defines: queue, dead-letter queue that only it may fill, policies.
Leaves to the caller: permission (`grant_send`, `grant_receive`), alarms.
"""

from __future__ import annotations

import json

from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from cdktf_cdktf_provider_aws.sqs_queue_policy import SqsQueuePolicy
from cdktf_cdktf_provider_aws.sqs_queue_redrive_allow_policy import SqsQueueRedriveAllowPolicy
from constructs import Construct

from modules.names import fit
from modules.security.policy_document import document, statement
from modules.security.role import Role

NAME_LIMIT = 80  # Source: "Amazon SQS Developer Guide, Amazon SQS queue quotas".
LONGEST_RETENTION_SECONDS = 1_209_600  # 14 days, the most that SQS keeps (same page).
WHOLE_LONG_POLL_SECONDS = 20


class Queue(Construct):
    """name: shortened to 80 characters. visibility_seconds: 0 to 43,200. max_receives: tries, 1 to 1,000.

    key_arn: the KMS key that encrypts messages. Handles: url, arn, dead_letter_url.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        key_arn: str,
        visibility_seconds: int = 60,
        max_receives: int = 5,
    ) -> None:
        super().__init__(scope, id)
        dead = SqsQueue(
            self,
            "dead-letter-queue",
            name=fit(f"{name}-dead", NAME_LIMIT),
            kms_master_key_id=key_arn,
            message_retention_seconds=LONGEST_RETENTION_SECONDS,
        )
        queue = SqsQueue(
            self,
            "queue",
            name=fit(name, NAME_LIMIT),
            kms_master_key_id=key_arn,
            visibility_timeout_seconds=visibility_seconds,
            receive_wait_time_seconds=WHOLE_LONG_POLL_SECONDS,
            redrive_policy=json.dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": max_receives}),
        )
        SqsQueueRedriveAllowPolicy(
            self,
            "redrive-allow-policy",
            queue_url=dead.id,
            redrive_allow_policy=json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": [queue.arn]}),
        )
        for role, target in (("queue", queue), ("dead-letter-queue", dead)):
            SqsQueuePolicy(self, f"{role}-policy", queue_url=target.id, policy=document(_tls_only(target.arn)))
        self.url: str = queue.id
        self.arn: str = queue.arn
        self.dead_letter_url: str = dead.id

    def grant_send(self, role: Role) -> None:
        """Let `role` send messages."""
        role.allow(f"send-{self.node.id}", actions=["sqs:SendMessage"], resources=[self.arn])

    def grant_receive(self, role: Role) -> None:
        """Let `role` receive messages, hide them for longer and delete them."""
        role.allow(
            f"receive-{self.node.id}",
            actions=[
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage",
                "sqs:ChangeMessageVisibility",
                "sqs:GetQueueAttributes",
            ],
            resources=[self.arn],
        )


def _tls_only(arn: str) -> dict[str, object]:
    return statement(
        sid="TlsOnly",
        effect="Deny",
        actions=["sqs:*"],
        resources=[arn],
        principals={"AWS": "*"},
        conditions={"Bool": {"aws:SecureTransport": "false"}},
    )
