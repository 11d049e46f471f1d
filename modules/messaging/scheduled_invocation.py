"""A function that is invoked on a schedule.

Defines: the schedule of EventBridge Scheduler.
Leaves to the caller: the function, the role in which it is invoked (`InvocationRole`), the dead-letter queue.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.scheduler_schedule import (
    SchedulerSchedule,
    SchedulerScheduleFlexibleTimeWindow,
    SchedulerScheduleTarget,
    SchedulerScheduleTargetDeadLetterConfig,
    SchedulerScheduleTargetRetryPolicy,
)
from constructs import Construct

from modules.arn import arn
from modules.messaging.dead_letter_queue import DeadLetterQueue
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow
from modules.security.role import Role
from modules.security.trust import service_trust

RETRIES = 3
# A job that could not be started for an hour waits for its next time.
OLDEST_SECONDS = 3600


class InvocationRole(Construct):
    """The role in which EventBridge Scheduler invokes one function; one serves all its schedules.

    Source: "Amazon EventBridge Scheduler User Guide, Setting up the execution role, Confused deputy prevention".
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        account: str,
        region: str,
        function_arn: str,
        dead_letters: DeadLetterQueue,
        key: KmsKey,
    ) -> None:
        super().__init__(scope, id_)
        self.role = Role(
            self,
            "role",
            name=name,
            description="What EventBridge Scheduler may do to start the service's jobs",
            trust=service_trust(
                "scheduler.amazonaws.com",
                account=account,
                source_arn=arn("scheduler", region, account, "schedule-group/default"),
            ),
        )
        self.role.allow(allow(["lambda:InvokeFunction"], [function_arn]))
        dead_letters.grant_send(self.role)
        # The schedule's input is encrypted with it ("Amazon EventBridge Scheduler User Guide, Encryption at rest").
        key.grant_decrypt(self.role, via="scheduler")


class ScheduledInvocation(Construct):
    """Invokes the function asynchronously: Lambda tries a failed job twice more, then it is a dead letter."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        expression: str,
        function_arn: str,
        event: Mapping[str, object],
        role: Role,
        dead_letters: DeadLetterQueue,
        key: KmsKey,
        depends_on: Sequence[ITerraformDependable],
    ) -> None:
        """name: at most 64 characters. expression: `cron(…)`, `rate(…)` or `at(…)`, in UTC. event: for the function."""
        super().__init__(scope, id_)
        SchedulerSchedule(
            self,
            "Default",
            name=name,
            schedule_expression=expression,
            schedule_expression_timezone="UTC",
            flexible_time_window=SchedulerScheduleFlexibleTimeWindow(mode="OFF"),
            kms_key_arn=key.arn,
            target=SchedulerScheduleTarget(
                arn=function_arn,
                role_arn=role.arn,
                input=json.dumps(event, separators=(",", ":")),
                dead_letter_config=SchedulerScheduleTargetDeadLetterConfig(arn=dead_letters.arn),
                retry_policy=SchedulerScheduleTargetRetryPolicy(
                    maximum_retry_attempts=RETRIES, maximum_event_age_in_seconds=OLDEST_SECONDS
                ),
            ),
            depends_on=[*depends_on, *role.dependencies],
        )
