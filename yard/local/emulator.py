"""The emulated AWS as a process: it outlives `yard up`, and what it holds outlives it (emulator_memory.py)."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from yard.config import YardError
from yard.local import processes
from yard.local.folder import LocalFolder
from yard.local.ports import LOOPBACK, free_port, is_free
from yard.local.processes import Identity
from yard.local.record import Record

READY_WITHIN_SECONDS = 30
# A busy one is not a dead one.
PATIENCE_SECONDS = 15
SERVER = "yard.local.emulator_server"
REPOSITORY = Path(__file__).resolve().parents[2]


class Emulator:
    """The emulated AWS of one environment.

    account: the account id that its ARNs carry. Nothing is started before `begin`.
    """

    def __init__(self, folder: LocalFolder, account: str) -> None:
        self._folder = folder
        self._account = account

    @property
    def endpoint(self) -> str | None:
        """Its address while it answers (`http://127.0.0.1:4566`), else None."""
        record = self._living()
        return f"http://{LOOPBACK}:{record.port}" if record and _answers(record.port) else None

    @property
    def identity(self) -> Identity | None:
        """Its process while that lives."""
        record = self._living()
        return record.identity if record else None

    @property
    def was_started(self) -> bool:
        """Whether it should run: it was started, and nobody stopped it."""
        return self._folder.emulator_record.exists()

    def begin(self) -> bool:
        """Start the process unless it lives and answers; `wait` waits for it. Returns whether it was started.

        The port is the one of last time while that is free, so that addresses in Terraform's state stay right.
        """
        if self.identity and self._answers_within(PATIENCE_SECONDS):
            return False
        last = Record.read(self._folder.emulator_record)
        self._end()
        if last and last.about != self._account:
            shutil.rmtree(self._memory, ignore_errors=True)
        self._folder.create()
        self._memory.mkdir(mode=0o700, exist_ok=True)
        port = last.port if last and is_free(last.port, 2) else free_port()
        with self._log.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", SERVER, str(port), str(self._memory)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd=self._folder.path,
                env=self._environment(),
            )
        identity = Identity.of(process.pid)
        Record(identity.pid, identity.create_time, port, self._account).write(self._folder.emulator_record)
        process.returncode = 0  # it outlives this process; without this Python warns of a child still running
        return True

    def wait(self) -> str:
        """Its address, once it answers; YardError with the end of its log where it does not come up."""
        if endpoint := self._answers_within(READY_WITHIN_SECONDS):
            return endpoint
        ending = "\n".join(self._log.read_text(errors="replace").splitlines()[-10:])
        raise YardError(
            f"The emulated AWS did not start. The end of {self._log}:\n{ending}\n"
            "Mend that, then run `yard up` again."
        )

    def start(self) -> str:
        """`begin` and `wait`: its address."""
        self.begin()
        return self.wait()

    def stop(self) -> None:
        """End the process, and forget every emulated resource; nothing happens where there is none."""
        self._end()
        shutil.rmtree(self._memory, ignore_errors=True)

    def _end(self) -> None:
        record = Record.read(self._folder.emulator_record)
        process = record.identity.process() if record else None
        if process is not None:
            processes.end([process], patience_seconds=0.2)  # nothing in it outlives it
        self._folder.emulator_record.unlink(missing_ok=True)

    def _answers_within(self, seconds: float) -> str | None:
        deadline = time.monotonic() + seconds
        while self.identity:
            if (endpoint := self.endpoint) or time.monotonic() > deadline:
                return endpoint
            time.sleep(0.05)
        return None

    @property
    def _memory(self) -> Path:
        return self._folder.path / "emulator"

    @property
    def _log(self) -> Path:
        return self._folder.path / "emulator.log"

    def _living(self) -> Record | None:
        record = Record.read(self._folder.emulator_record)
        return record if record and record.about == self._account and record.identity.alive else None

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MOTO_"))}
        return {
            **kept,
            "PYTHONPATH": str(REPOSITORY),
            "MOTO_ACCOUNT_ID": self._account,
            "MOTO_ACM_VALIDATION_WAIT": "0",  # seconds until a certificate is issued
            processes.MARKER: str(self._folder.path),
        }


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/moto-api/")  # its dashboard: a file; its data.json takes seconds
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
