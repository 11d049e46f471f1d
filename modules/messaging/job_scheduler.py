"""What starts a service's jobs by the clock: tasks on ECS, or a function.

Defines: the schedule group, the role that EventBridge Scheduler acts in, a dead-letter queue; with each job a schedule.
Leaves to the caller: the task definition or the function, an alarm on the dead letters (`unstarted_job_signals`).
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
    SchedulerScheduleTargetEcsParameters,
    SchedulerScheduleTargetEcsParametersNetworkConfiguration,
    SchedulerScheduleTargetRetryPolicy,
)
from cdktf_cdktf_provider_aws.scheduler_schedule_group import SchedulerScheduleGroup
from constructs import Construct

from modules.arn import arn
from modules.compute.task_definition import TaskDefinition
from modules.messaging.dead_letter_queue import DeadLetterQueue
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow
from modules.security.role import Role
from modules.security.trust import service_trust

# A job that could not be started within the hour waits for its next time.
LONGEST_DELAY_SECONDS = 3600
MOST_RETRIES = 5


class JobScheduler(Construct):
    """Tries again when a job cannot be started; what then still failed lies in the dead-letter queue.

    Whether the job itself ended well is told by its logs: a schedule knows no more than that it began.
    Sources: "EventBridge Scheduler User Guide, Using templated targets", "Confused deputy prevention" (the role is for
    a schedule group), "Configuring a dead-letter queue", "Encryption at rest" (the role decrypts the input).
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        role_name: str,
        dead_letter_name: str,
        account: str,
        region: str,
        key: KmsKey,
        protect: bool,
    ) -> None:
        """name: of the schedule group, at most 64 characters."""
        super().__init__(scope, id_)
        self._account, self._region, self._key = account, region, key
        self._group = SchedulerScheduleGroup(self, "Default", name=name)
        self._role = Role(
            self,
            "role",
            name=role_name,
            description="What EventBridge Scheduler may do to start the service's jobs",
            trust=service_trust(
                "scheduler.amazonaws.com",
                account=account,
                source_arn=arn("scheduler", region, account, f"schedule-group/{name}"),
            ),
        )
        self._dead_letters = DeadLetterQueue(
            self, "dead-letter", name=dead_letter_name, key=key, protect=protect
        )
        self._dead_letters.grant_send(self._role)
        key.grant_decrypt(self._role, via="scheduler")
        self.dead_letter_name = self._dead_letters.name

    def run_task(
        self,
        id_: str,
        *,
        name: str,
        schedule: str,
        command: Sequence[str],
        container: str,
        cluster_arn: str,
        cluster_name: str,
        task_definition: TaskDefinition,
        roles: Sequence[Role],
        subnet_ids: Sequence[str],
        security_group_id: str,
        enabled: bool,
    ) -> None:
        """Run one task on Fargate whose `container` has another command.

        name: at most 64 characters. schedule: `cron(0 3 * * ? *)` or `rate(1 hour)`, UTC.
        roles: the task's and the execution role, which the task is started with.
        """
        tasks = arn("ecs", self._region, self._account, f"task/{cluster_name}/*")
        self._role.allow(
            allow(
                ["ecs:RunTask"],
                [f"{task_definition.arn_without_revision}:*"],
                condition={"ArnEquals": {"ecs:cluster": cluster_arn}},
            ),
            # Source: "Amazon ECS Developer Guide, Grant permission to tag resources on creation".
            allow(["ecs:TagResource"], [tasks], condition={"StringEquals": {"ecs:CreateAction": "RunTask"}}),
            allow(
                ["iam:PassRole"],
                [role.arn for role in roles],
                condition={"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
            ),
        )
        overrides = {"containerOverrides": [{"name": container, "command": list(command)}]}
        self._schedule(
            id_,
            name=name,
            schedule=schedule,
            enabled=enabled,
            target_arn=cluster_arn,
            input_=json.dumps(overrides, separators=(",", ":")),
            ecs=SchedulerScheduleTargetEcsParameters(
                task_definition_arn=task_definition.arn,
                launch_type="FARGATE",
                task_count=1,
                propagate_tags="TASK_DEFINITION",
                enable_ecs_managed_tags=True,
                network_configuration=SchedulerScheduleTargetEcsParametersNetworkConfiguration(
                    subnets=list(subnet_ids), security_groups=[security_group_id], assign_public_ip=False
                ),
            ),
        )

    def invoke_function(
        self,
        id_: str,
        *,
        name: str,
        schedule: str,
        function_arn: str,
        event: Mapping[str, object],
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        """Invoke a function asynchronously with `event`: Lambda tries a failed job twice more.

        name, schedule: as `run_task` takes them. function_arn: of the alias that takes requests.
        """
        self._role.allow(allow(["lambda:InvokeFunction"], [function_arn]))
        self._schedule(
            id_,
            name=name,
            schedule=schedule,
            enabled=True,
            target_arn=function_arn,
            input_=json.dumps(event, separators=(",", ":")),
            depends_on=depends_on,
        )

    def _schedule(
        self,
        id_: str,
        *,
        name: str,
        schedule: str,
        enabled: bool,
        target_arn: str,
        input_: str,
        ecs: SchedulerScheduleTargetEcsParameters | None = None,
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        SchedulerSchedule(
            self,
            id_,
            name=name,
            group_name=self._group.name,
            schedule_expression=schedule,
            schedule_expression_timezone="UTC",
            state="ENABLED" if enabled else "DISABLED",
            kms_key_arn=self._key.arn,
            flexible_time_window=SchedulerScheduleFlexibleTimeWindow(mode="OFF"),
            target=SchedulerScheduleTarget(
                arn=target_arn,
                role_arn=self._role.arn,
                input=input_,
                ecs_parameters=ecs,
                dead_letter_config=SchedulerScheduleTargetDeadLetterConfig(arn=self._dead_letters.arn),
                retry_policy=SchedulerScheduleTargetRetryPolicy(
                    maximum_event_age_in_seconds=LONGEST_DELAY_SECONDS, maximum_retry_attempts=MOST_RETRIES
                ),
            ),
            depends_on=[*self._role.dependencies, *depends_on],
        )
