"""For services' tests: the real thing, a service under gunicorn on loopback, as a task runs it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chassis.reports import BATCH_SECONDS

STARTS_WITHIN_SECONDS = 45
STOPS_WITHIN_SECONDS = 15
LISTENING = re.compile(r"Listening at: http://127\.0\.0\.1:(\d+)")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)


@dataclass
class Server:
    """A service under gunicorn. port: 0 until it listens."""

    process: subprocess.Popen[bytes]
    output: Path
    port: int = 0

    def request(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] = {}) -> Answer:
        """Send one request on a connection of its own; `body` goes as JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            payload = None if body is None else json.dumps(body)
            kind = {} if body is None else {"Content-Type": "application/json"}
            connection.request(method, path, payload, {**kind, **headers})
            response = connection.getresponse()
            return Answer(response.status, dict(response.headers), response.read())
        finally:
            connection.close()

    def lines(self) -> list[str]:
        """What it has written so far, standard output and error together."""
        self.wait_for_reports()
        return self.output.read_text().splitlines()

    def logs(self) -> list[dict[str, Any]]:
        """The same, parsed. Raises ValueError if a line is no JSON."""
        return [json.loads(line) for line in self.lines()]

    def wait_for_reports(self) -> None:
        """Wait until the requests answered so far are logged and counted: it happens in batches."""
        if self.process.poll() is None:
            time.sleep(3 * BATCH_SECONDS)

    def terminate(self) -> None:
        """Send SIGTERM and return at once."""
        self.process.send_signal(signal.SIGTERM)

    def wait(self) -> int:
        """Wait for the end; returns the exit status."""
        return self.process.wait(STOPS_WITHIN_SECONDS)

    def wait_until_listening(self) -> None:
        """Wait for the port, and for a worker behind it to answer. Raises RuntimeError with what it wrote."""
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            found = LISTENING.search(self.output.read_text())
            if found:
                self.port = int(found[1])
                with suppress(OSError):  # the master listens before a worker can answer
                    if self.request("GET", "/health/live").status == http.client.OK:
                        return
            time.sleep(0.02)
        raise RuntimeError("The service did not start:\n" + "\n".join(self.lines()))


@contextmanager
def serve(
    application: str,
    environment: Mapping[str, str],
    *,
    started: bool = True,
    command: Sequence[str] | None = None,
) -> Iterator[Server]:
    """Run `application` (such as `catalog:create_app()`) with just these environment variables.

    started: wait until it answers; False for a service that is meant to fail. command: instead of what runs it.
    """
    with tempfile.TemporaryDirectory(prefix="service-") as folder:
        output = Path(folder, "output")
        variables = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "TMPDIR": folder,
            "BIND_ADDRESS": "127.0.0.1",
            "PORT": "0",
            "DRAIN_SECONDS": "0",
            **environment,
        }
        command = command or [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "python:chassis.gunicorn",
            application,
        ]
        with output.open("wb") as file:
            process = subprocess.Popen(command, env=variables, stdout=file, stderr=file, cwd=folder)
        server = Server(process, output)
        try:
            if started:
                server.wait_until_listening()
            yield server
        finally:
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(STOPS_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
