"""One task: a process group that runs the command of a task definition, its output going to the service's log."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from yard.local import processes
from yard.local.desired import Aws, Desired, Service
from yard.local.folder import LocalFolder
from yard.local.health import Health
from yard.local.output import Lines
from yard.local.ports import LOOPBACK, free_port
from yard.local.secrets import CREDENTIALS, resolve

LEASH = Path(__file__).with_name("leash.py")
# A shorter goodbye than on AWS, where nobody waits in front of a terminal.
LONGEST_STOP_SECONDS = 10.0


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
        self.pid = 0
        self.in_flight = 0
        self.draining = False
        self.started_at = asyncio.get_running_loop().time()
        self.exit_status: int | None = None
        self.ended = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None

    @property
    def name(self) -> str:
        """`catalog/1`."""
        return f"{self.service.name}/{self.number}"

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self._process is not None and not self.ended.is_set()

    @property
    def healthy(self) -> bool:
        """Whether it may take requests."""
        return self.running and (self.health is None or self.health.state == "healthy")

    @property
    def age_seconds(self) -> float:
        """Since it was started."""
        return asyncio.get_running_loop().time() - self.started_at

    async def start(self, desired: Desired, folder: LocalFolder, write: Callable[[str, str], None]) -> None:
        """Resolve its secrets and start it on a free loopback port; its lines go to `write(source, text)`.

        Raises UnresolvedSecretError, and OSError where no process can be started.
        """
        spec = self.service.task
        secrets = await asyncio.to_thread(resolve, desired.aws, spec.secrets) if spec.secrets else {}
        port = free_port()
        home = folder.scratch / self.name.replace("/", "-")
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o700, parents=True)
        environment = {
            **base_environment(desired.apps, self.service.name, home),
            **spec.environment,
            **secrets,
            **injected(desired.aws, port),
            processes.MARKER: str(folder.path),
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), *spec.command),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            cwd=desired.apps / self.service.name,
            env=environment,
        )
        self._process, self.pid, self.address = process, process.pid, f"{LOOPBACK}:{port}"
        self._watch = asyncio.create_task(self._until_end(process, home, write))

    async def stop(self) -> None:
        """SIGTERM, the time to finish that the task definition gives (capped), then SIGKILL for the whole group."""
        if not self.running:
            return
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)  # to the first process only, as Docker does
        patience = min(self.service.task.stop_timeout_seconds, LONGEST_STOP_SECONDS)
        try:
            await asyncio.wait_for(self.ended.wait(), patience)
        except TimeoutError:
            _kill_group(self.pid)
            await self.ended.wait()

    async def _until_end(
        self, process: asyncio.subprocess.Process, home: Path, write: Callable[[str, str], None]
    ) -> None:
        reading = asyncio.create_task(self._read(process, write))
        self.exit_status = await process.wait()
        _kill_group(self.pid)  # workers that outlived their master
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reading, 2)
        shutil.rmtree(home, ignore_errors=True)
        self.ended.set()

    async def _read(self, process: asyncio.subprocess.Process, write: Callable[[str, str], None]) -> None:
        assert process.stdout is not None
        lines = Lines()
        while True:
            data = await process.stdout.read(65536)
            for line in lines.feed(data):
                write(self.name, line)
            if not data:
                return


def base_environment(apps: Path, service: str, home: Path) -> dict[str, str]:
    """What the image would hold: where programs and modules are; nothing of the person's own environment."""
    programs = [str(Path(sys.executable).parent), *os.environ.get("PATH", os.defpath).split(os.pathsep)]
    return {
        "PATH": os.pathsep.join(programs),
        "PYTHONPATH": os.pathsep.join(str(apps / folder) for folder in (service, "chassis")),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "TMPDIR": str(home),
        "DRAIN_SECONDS": "0",  # for the chassis: the gateway sends nothing any more when it stops a task
    }


def injected(aws: Aws, port: int) -> dict[str, str]:
    """What the ECS agent and Docker would add: a port, credentials, and here the address of the emulated AWS."""
    return {
        "PORT": str(port),
        "BIND_ADDRESS": LOOPBACK,
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_REGION": aws.region,
        "AWS_DEFAULT_REGION": aws.region,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "NO_PROXY": LOOPBACK,
        **CREDENTIALS,
    }


def _kill_group(leader: int) -> None:
    with contextlib.suppress(
        ProcessLookupError, PermissionError
    ):  # macOS answers the latter for a group of zombies
        os.killpg(leader, signal.SIGKILL)
