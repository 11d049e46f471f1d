"""A service as a function on Lambda: code, function, alias, and what invokes it: requests, queues, schedules."""

from __future__ import annotations

import base64

from modules import names
from modules.arn import arn, image_registry
from modules.compute.deployment_alarms import DeploymentAlarms, version_errors
from modules.compute.function import Attachment, Function, ImageCode, ZipCode
from modules.compute.function_alias import ALIAS, FunctionAlias
from modules.compute.function_deployment import FunctionDeployment, Pace
from modules.compute.provisioned_concurrency import ProvisionedConcurrency
from modules.compute.task_security_group import TaskSecurityGroup
from modules.data.bucket import Bucket
from modules.messaging.dead_letter_queue import DeadLetterQueue
from modules.messaging.queue_trigger import CONCURRENCY, QueueTrigger
from modules.observability.function_signals import function_signals, given_up_signals
from modules.observability.job_signals import unstarted_job_signals
from modules.observability.signal import Signal
from modules.security.policy_document import Statement
from modules.security.trust import function_trust
from stacks.runtimes.function_entry import FunctionEntry
from stacks.runtimes.jobs import job_scheduler
from stacks.runtimes.workload import Parts, Workload
from yard.config import Environment, Service

# What the repository is written for and tested with (source: "AWS Lambda Developer Guide, Lambda runtimes").
RUNTIME = "python3.11"
UNRELEASED = "unreleased"


class FunctionWorkload(Workload):
    """What holds code and takes requests exists always; the function with the first release, since Lambda makes none
    without code."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._stack, self._service, self._environment = parts.stack, parts.service, parts.environment
        self._name = parts.stack.resource_name()
        self._concurrency = self._service.function.concurrency(self._environment.defaults)
        # Before the first release, so that somebody can put their values in.
        self._secrets = parts.data.secrets(parts.role)
        self._code_bucket = self._bucket()
        self._attachment = self._network()
        self._entry = FunctionEntry(parts, concurrency=self._concurrency)
        self.entry = self._entry.callers
        if parts.images:
            parts.images.allow_function(self._arn)
        if parts.released:
            self._dead_letters = self._dead_letter_queue()
            function = self._function()
            jobs = self._triggers(self._alias(function))
            self.signals = [
                *self._entry.signals,
                *function_signals(function.name, timeout_seconds=self._service.function.timeout_seconds),
                *given_up_signals(self._dead_letters.name),
                *jobs,
            ]

    @staticmethod
    def trust(environment: Environment, service: Service, cluster: object) -> Statement:  # noqa: ARG004 - one for all
        """Lambda."""
        return function_trust()

    @staticmethod
    def runs_images(service: Service) -> bool:
        """An image repository, unless the code is a zip."""
        return service.function.package == "image"

    @property
    def _arn(self) -> str:
        return arn("lambda", self._environment.region, self._environment.account, f"function:{self._name}")

    def _bucket(self) -> Bucket | None:
        environment = self._environment
        if self._service.function.package != "zip":
            return None
        bucket = Bucket(
            self._stack,
            "code",
            # Two hyphens: no bucket of a manifest has them in its name.
            name=names.bucket_name(
                environment.name,
                f"{self._service.name}--code",
                account=environment.account,
                region=environment.region,
            ),
            key=self._parts.key,
            log_bucket=self._parts.platform.log_bucket.name,
            protect=environment.protect,
        )
        self._stack.output("code_bucket", bucket.name, "Where the service's zips are put.")
        return bucket

    def _network(self) -> Attachment | None:
        """Only for what has to reach something in the network: an address there costs time at a cold start."""
        service, vpc = self._service, self._parts.network.vpc
        if not (service.calls or self._parts.data.needs_vpc):
            return None
        group = TaskSecurityGroup(
            self._stack, "security-group", name=self._stack.resource_name("function"), vpc_id=vpc.vpc_id
        )
        self.caller_group_id = group.id
        self._parts.data.allow_from(group.id)
        return Attachment(vpc.private_subnet_ids, group.id)

    def _dead_letter_queue(self) -> DeadLetterQueue:
        environment = self._environment
        return DeadLetterQueue(
            self._stack,
            "dead-letters",
            name=names.queue_name(environment.name, f"{self._service.name}--dead-letters"),
            key=self._parts.key,
            protect=environment.protect,
        )

    def _function(self) -> Function:
        parts, service = self._parts, self._service
        return Function(
            self._stack,
            "function",
            name=self._name,
            arn=self._arn,
            code=self._code(),
            handler=service.handler,
            role=parts.role,
            memory_mib=service.memory,
            timeout_seconds=service.function.timeout_seconds,
            ephemeral_storage_mib=service.function.ephemeral_storage_mib,
            reserved_concurrency=self._concurrency,
            variables=self._variables(),
            log_group=parts.log_group,
            key=parts.key,
            dead_letters=self._dead_letters,
            attachment=self._attachment,
        )

    def _code(self) -> ZipCode | ImageCode:
        """The release; on one machine the code on disk is, and a name stands in for it."""
        release = self._parts.release
        if self._code_bucket is None:
            registry = image_registry(self._environment.account, self._environment.region)
            return ImageCode(release or f"{registry}/{self._name}:{UNRELEASED}")
        digest = release.removeprefix("sha256:") if release else UNRELEASED
        return ZipCode(
            bucket=self._code_bucket.name,
            object_key=f"{digest}.zip",
            source_code_hash=base64.b64encode(bytes.fromhex(digest)).decode() if release else None,
            runtime=RUNTIME,
        )

    def _variables(self) -> dict[str, str]:
        """Lambda sets AWS_REGION itself, and refuses a function that does; the code reads a secret by its ARN."""
        variables = self._parts.variables
        return {
            **{name: value for name, value in variables.items() if name != "AWS_REGION"},
            **{f"{name}_SECRET_ARN": secret for name, secret in self._secrets.items()},
        }

    def _alias(self, function: Function) -> FunctionAlias:
        pace = self._pace()
        rates = {}
        # When all requests move at once, there is no time to watch anything.
        if pace.kind != "at_once":
            rates["errors"] = version_errors(function.name, ALIAS, function.version)
            if answers := self._entry.failure_rate(share_percent=pace.percent):
                rates["answers"] = answers
        alarms = DeploymentAlarms(
            self._stack, "deployment-alarms", name=self._stack.resource_name("deployment"), rates=rates
        )
        deployment = FunctionDeployment(
            self._stack,
            "deployment",
            name=self._name,
            role_name=names.role_name(self._environment.name, self._service.name, "deployment"),
            account=self._environment.account,
            region=self._environment.region,
            function_arn=function.arn,
            pace=pace,
            alarm_names=alarms.names,
            depends_on=alarms.dependencies,
        )
        return FunctionAlias(self._stack, "alias", function=function, deployment=deployment)

    def _pace(self) -> Pace:
        deploy = self._service.deploy
        if deploy.strategy in ("canary", "linear"):
            return Pace(deploy.strategy, deploy.percent, deploy.bake_minutes)
        return Pace("at_once")

    def _triggers(self, alias: FunctionAlias) -> list[Signal]:
        """What invokes the function; returns what is to be watched of its jobs."""
        self._entry.attach(alias)
        for name, queue in sorted(self._parts.data.queues.items()):
            QueueTrigger(
                self._stack,
                f"trigger-{name}",
                queue_arn=queue.arn,
                function_arn=alias.arn,
                maximum_concurrency=self._queue_concurrency,
                depends_on=[*alias.dependencies, *self._parts.role.dependencies],
            )
        if least := self._service.function.provisioned_concurrency:
            ProvisionedConcurrency(
                self._stack, "provisioned-concurrency", alias=alias, least=least, most=self._concurrency
            )
        return self._jobs(alias)

    def _jobs(self, alias: FunctionAlias) -> list[Signal]:
        """The function is told which job it is to do; it exists, and so do they, from the first release on."""
        if not self._service.jobs:
            return []
        scheduler = job_scheduler(self._parts)
        for name, job in sorted(self._service.jobs.items()):
            scheduler.invoke_function(
                f"job-{name}",
                name=names.schedule_name(self._environment.name, self._service.name, name),
                schedule=job.schedule,
                function_arn=alias.arn,
                event={"job": name},
                depends_on=alias.dependencies,
            )
        return unstarted_job_signals(scheduler.dead_letter_name)

    @property
    def _queue_concurrency(self) -> int:
        """All that the function may use, shared by its queues; half of it where requests must not wait for messages."""
        share = self._concurrency // (2 if self._service.routes or self._parts.called else 1)
        least, most = CONCURRENCY
        return min(most, max(least, share // len(self._service.queues)))
