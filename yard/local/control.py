"""The other end of the supervisor's socket: start it, give it orders, ask it, end it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yard.config import YardError
from yard.local import processes
from yard.local.desired import Desired
from yard.local.folder import LocalFolder
from yard.local.ports import holder_of
from yard.local.processes import Identity
from yard.local.record import Record
from yard.local.version import version

READY_WITHIN_SECONDS = 20
STOPPED_WITHIN_SECONDS = 30
REPOSITORY = Path(__file__).resolve().parents[2]


class Supervisor:
    """The supervisor of one environment, as `yard` sees it from another process."""

    def __init__(self, folder: LocalFolder) -> None:
        self._folder = folder

    @property
    def was_started(self) -> bool:
        """Whether it should run: it was started, and nobody stopped it."""
        return self._folder.supervisor_record.exists()

    @property
    def port(self) -> int | None:
        """The gateway's port, of a supervisor that died too; None where none was started."""
        record = Record.read(self._folder.supervisor_record)
        return record.port if record else None

    def status(self) -> dict[str, Any] | None:
        """What it says of itself; None where it does not answer."""
        try:
            code, answer = self._call("GET", "/status", None, timeout_seconds=5)
        except (OSError, http.client.HTTPException):
            return None
        return answer if code == 200 else None

    def start(self) -> bool:
        """Start it unless it answers, after ending what a dead one left behind; returns whether it was started.

        One that runs other code than this is ended first, and its tasks with it.
        """
        status = self.status()
        if status is not None and status.get("version") == version():
            return False
        if status is not None:
            self.stop()
        self._end_leftovers()
        self._folder.create()
        log = self._folder.path / "supervisor.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "yard.local.supervisor",
                    str(self._folder.path),
                    self._folder.environment,
                ],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd=self._folder.path,
                env=self._environment(),
            )
        identity = Identity.of(process.pid)
        process.returncode = 0  # it outlives this process; without this Python warns of a child still running
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while time.monotonic() < deadline and identity.alive:
            if self.status() is not None:
                return True
            time.sleep(0.05)
        ending = "\n".join(log.read_text(errors="replace").splitlines()[-10:])
        raise YardError(
            f"The supervisor did not start. The end of {log}:\n{ending}\nMend that, then run `yard up` again."
        )

    def apply(self, desired: Desired) -> bool:
        """Hand it the desired state; returns whether anything has to change. YardError where the port is taken."""
        code, answer = self._call("PUT", "/desired", desired.model_dump_json().encode(), timeout_seconds=60)
        if code == 409:
            raise YardError(port_in_use(desired.port))
        if code != 200:
            raise YardError(f"The supervisor refused its orders ({code}): {answer}")
        return bool(answer["changed"])

    def release(self, releases: Mapping[str, str]) -> list[str]:
        """Tell it which release of these services is on disk now; returns those whose tasks it replaces.

        YardError where no supervisor runs.
        """
        try:
            code, answer = self._call(
                "PUT", "/releases", json.dumps(dict(releases)).encode(), timeout_seconds=60
            )
        except (OSError, http.client.HTTPException) as error:
            raise YardError("The supervisor does not answer. `yard up` starts it again.") from error
        if code != 200:
            raise YardError(f"The supervisor refused its orders ({code}): {answer}")
        return list(answer["changed"])

    def make_room(self) -> None:
        """Have it end a repair under way, which holds the environment's lock; nothing happens where nothing runs."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            self._call("POST", "/room", b"", timeout_seconds=10)

    def stop(self) -> None:
        """End it and everything it started; nothing happens where nothing runs."""
        record = Record.read(self._folder.supervisor_record)
        try:
            self._call("POST", "/stop", b"", timeout_seconds=STOPPED_WITHIN_SECONDS)
        except (OSError, http.client.HTTPException):
            pass  # it is dead, or was killed meanwhile: what it left is ended below
        else:
            deadline = time.monotonic() + 5
            while record and record.identity.alive and time.monotonic() < deadline:
                time.sleep(0.02)
        self._end_leftovers()
        self._folder.supervisor_record.unlink(missing_ok=True)

    def _end_leftovers(self) -> None:
        """End tasks whose supervisor died, and a supervisor that does not answer; the emulated AWS stays."""
        emulator = Record.read(self._folder.emulator_record)
        processes.end(
            (p for p in processes.marked(self._folder.path) if emulator is None or p.pid != emulator.pid),
            patience_seconds=5,
        )
        self._folder.socket.unlink(missing_ok=True)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return {
            **kept,
            "PYTHONPATH": str(REPOSITORY),
            "AWS_CONFIG_FILE": os.devnull,  # secrets are read from the emulated AWS, whatever the person has set up
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            processes.MARKER: str(self._folder.path),
        }

    def _call(
        self, method: str, path: str, body: bytes | None, *, timeout_seconds: float
    ) -> tuple[int, dict[str, Any]]:
        connection = _UnixConnection(self._folder.socket, timeout_seconds)
        try:
            connection.request(method, path, body)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if answer.status in (200, 409) else {
                "error": text.decode()
            }
        finally:
            connection.close()


def port_in_use(port: int) -> str:
    """The sentence that says who has the gateway's port, and what to do."""
    return (
        f"Port {port}, where the gateway listens, is in use by {holder_of(port)}."
        f" Stop that, or choose another port: `yard up --port {port + 1}`."
    )


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path, timeout_seconds: float) -> None:
        super().__init__("localhost", timeout=timeout_seconds)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))
