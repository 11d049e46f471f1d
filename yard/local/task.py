"""One task: a process group that runs the command of a task definition, its output going to the service's log."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from yard.local.child import Child, Write
from yard.local.desired import Aws, Desired, Service
from yard.local.folder import LocalFolder
from yard.local.health import Health
from yard.local.key import derived
from yard.local.ports import LOOPBACK, free_port
from yard.local.secrets import CREDENTIALS, named_in, resolve
from yard.synth.bindings import CACHE

# A shorter goodbye than on AWS, where nobody waits in front of a terminal.
LONGEST_STOP_SECONDS = 10.0
# Nothing is written into apps/, and yet a task need not compile everything at every start.
BYTECODE = CACHE / "bytecode"


class Task:
    """A started process and what is known of it.

    number: 1, 2, … within its service. revision: of the desired state it was started from.
    in_flight: requests the gateway has open to it. health: None for a worker, which is healthy while it runs.
    """

    def __init__(self, service: Service, number: int, revision: str) -> None:
        self.service = service
        self.number = number
        self.revision = revision
        self.health = Health(service.health_check) if service.health_check else None
        self.address = ""
        self.in_flight = 0
        self.draining = False
        self.started_at = asyncio.get_running_loop().time()
        self.ended = asyncio.Event()
        self._child: Child | None = None

    @property
    def name(self) -> str:
        """`catalog/1`."""
        return f"{self.service.name}/{self.number}"

    @property
    def pid(self) -> int:
        """Of its first process; 0 before it started."""
        return self._child.pid if self._child else 0

    @property
    def exit_status(self) -> int | None:
        """Once it ended; negative for a signal."""
        return self._child.exit_status if self._child else None

    @property
    def gone(self) -> bool:
        """Whether its process ended, maybe a moment ago."""
        return self._child is not None and self._child.dead

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self._child is not None and not self.ended.is_set()

    @property
    def healthy(self) -> bool:
        """Whether it may take requests."""
        return self.running and (self.health is None or self.health.state == "healthy")

    @property
    def age_seconds(self) -> float:
        """Since it was started."""
        return asyncio.get_running_loop().time() - self.started_at

    async def start(
        self, desired: Desired, folder: LocalFolder, variables: Mapping[str, str], write: Write
    ) -> None:
        """Resolve its secrets and start it on a free loopback port; its lines go to `write(source, text)`.

        variables: those of its definition, with the addresses of this machine.
        Raises UnresolvedSecretError, and OSError where no process can be started.
        """
        spec = self.service.task
        secrets = await resolved(desired.aws, spec.secrets, variables, folder)
        port = free_port()
        home = folder.scratch / self.name.replace("/", "-")
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o700, parents=True)
        child = Child(self.name, folder, write)
        await child.start(
            spec.command,
            cwd=desired.apps / self.service.name,
            environment={
                **base_environment(desired.apps, self.service.name, home),
                **variables,
                **secrets,
                **injected(desired.aws),
                "PORT": str(port),
                "BIND_ADDRESS": LOOPBACK,
            },
        )
        self._child, self.address = child, f"{LOOPBACK}:{port}"
        self._watch = asyncio.create_task(self._until_end(child, home))

    async def stop(self) -> None:
        """SIGTERM, the time to finish that the task definition gives (capped), then SIGKILL for the whole group."""
        if self._child is not None and self.running:
            await self._child.stop(min(self.service.task.stop_timeout_seconds, LONGEST_STOP_SECONDS))
            await self.ended.wait()

    async def _until_end(self, child: Child, home: Path) -> None:
        await child.ended.wait()
        shutil.rmtree(home, ignore_errors=True)
        self.ended.set()


async def resolved(
    aws: Aws, references: Mapping[str, str], variables: Mapping[str, str], folder: LocalFolder
) -> dict[str, str]:
    """Values of the secrets that `references` names; those that `variables` only name get a value where they lack one.

    Raises UnresolvedSecretError.
    """
    everything = {**references, **named_in(variables)}
    if not everything:
        return {}
    values = await asyncio.to_thread(resolve, aws, everything, partial(derived, folder))
    return {name: values[name] for name in references}


def base_environment(apps: Path, service: str, home: Path) -> dict[str, str]:
    """What the image would hold: where programs and modules are; nothing of the person's own environment."""
    programs = [str(Path(sys.executable).parent), *os.environ.get("PATH", os.defpath).split(os.pathsep)]
    return {
        "PATH": os.pathsep.join(programs),
        "PYTHONPATH": os.pathsep.join(str(apps / folder) for folder in (service, "chassis")),
        "PYTHONUNBUFFERED": "1",
        "PYTHONPYCACHEPREFIX": str(BYTECODE),
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "TMPDIR": str(home),
        "DRAIN_SECONDS": "0",  # for the chassis: the gateway sends nothing any more when it stops a task
    }


def injected(aws: Aws) -> dict[str, str]:
    """What AWS would add: region and credentials, and here the address of the emulated AWS."""
    return {
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_REGION": aws.region,
        "AWS_DEFAULT_REGION": aws.region,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "NO_PROXY": LOOPBACK,
        **CREDENTIALS,
    }
