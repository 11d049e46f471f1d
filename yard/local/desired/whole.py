"""What should run on this machine: plain values between `yard up` and the supervisor."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from yard.local.desired.edge import Distribution
from yard.local.desired.functions import Function, FunctionTarget, QueueMapping
from yard.local.desired.routes import Action, Callee, Rule
from yard.local.desired.services import Service
from yard.local.desired.stores import Cache, Database
from yard.local.desired.value import Value

# Source: "What's in a Secrets Manager secret?": an ARN ends with six random characters.
SUFFIX = re.compile(r"(?<=:secret:)(.+)-[A-Za-z0-9]{6}(?=:|$)")


class Applied(Value):
    """What Terraform's state says: services by name, the rules by priority, the listener's default action.

    function_targets: target group (its ARN), or whatever else a rule forwards to, -> the function behind it.
    notes: sentences about what is applied and does not run on this machine.
    """

    services: dict[str, Service] = {}
    functions: dict[str, Function] = {}
    function_targets: dict[str, FunctionTarget] = {}
    mappings: tuple[QueueMapping, ...] = ()
    callees: tuple[Callee, ...] = ()
    distribution: Distribution | None = None
    databases: dict[str, Database] = {}
    caches: dict[str, Cache] = {}
    rules: tuple[Rule, ...] = ()
    default: Action = Action(kind="fixed-response")
    idle_timeout_seconds: float = 60
    notes: tuple[str, ...] = ()

    @property
    def programs(self) -> list[str]:
        """The services of which a program runs here: each has a folder with its code."""
        return sorted({*self.services, *(function.service for function in self.functions.values())})

    def routes(self, *target_groups: str) -> list[str]:
        """The path patterns that lead to target groups, in order of priority."""
        return [
            pattern
            for rule in self.rules
            if rule.action.targets.keys() & set(target_groups)
            for condition in rule.conditions
            if condition.field == "path"
            for pattern in condition.patterns
        ]


class Aws(Value):
    """The emulated AWS. started: when, since one that was begun anew may lack what was put into it last."""

    endpoint: str
    region: str
    account: str
    started: float


class Desired(Value):
    """Everything the supervisor needs.

    apps: the folder that holds one folder per service. releases: service -> digest of its code on disk, which is
    what an image digest is on AWS. sites: static site -> the folder with its files. port: the gateway's.
    """

    applied: Applied
    aws: Aws
    apps: Path
    releases: dict[str, str] = {}
    sites: dict[str, Path] = {}
    port: int = 8080

    def revision(self, service: str) -> str:
        """Digest of everything a task is started from: tasks of another revision are replaced.

        A cloud begun anew replaces none: there the same definition has another number, the same secret another ending.
        """
        task = self.applied.services[service].task
        secrets = {name: SUFFIX.sub(r"\1", arn) for name, arn in task.secrets.items()}
        return self._digest(task.model_copy(update={"definition": "", "secrets": secrets}), service)

    def function_revision(self, name: str) -> str:
        """The same of a function and its workers."""
        function = self.applied.functions[name]
        return self._digest(function, function.service)

    def _digest(self, started_from: Value, service: str) -> str:
        parts = (
            started_from.model_dump_json(),
            self.aws.model_dump_json(exclude={"started"}),
            str(self.apps),
            self.releases.get(service, ""),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
