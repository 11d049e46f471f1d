"""Running one Terraform command: no shell, nobody to ask, errors as one paragraph."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from yard.config import YardError
from yard.engine.binary import Terraform

# Real credentials must not reach an offline run, whatever the provider would do with them.
CREDENTIALS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_SECURITY_TOKEN",
)
STOP_SECONDS = 60

Message = Mapping[str, Any]


class TerraformError(YardError):
    """Terraform refused or failed; the text is its own, with the stack and the resource in front."""


class Runs:
    """The commands under way, so that Ctrl-C reaches them all: Terraform then finishes what it began."""

    def __init__(self) -> None:
        self._processes: set[subprocess.Popen[str]] = set()
        self._lock = threading.Lock()
        self.stopped = False

    def start(self, argv: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> subprocess.Popen[str]:
        """Start a command in a session of its own: the terminal's Ctrl-C must not hit it twice."""
        process = subprocess.Popen(
            argv,
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        with self._lock:
            self._processes.add(process)
        return process

    def ended(self, process: subprocess.Popen[str]) -> None:
        """Forget a command that ended."""
        with self._lock:
            self._processes.discard(process)

    def stop(self) -> None:
        """Ask all to stop, as Ctrl-C does, and wait; what does not end within a minute is killed."""
        self.stopped = True
        with self._lock:
            running = list(self._processes)
        for process in running:
            process.send_signal(signal.SIGINT)
        for process in running:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


class Command:
    """Terraform in one stack's folder."""

    def __init__(
        self, terraform: Terraform, folder: Path, environment: Mapping[str, str], runs: Runs, stack: str
    ) -> None:
        self._terraform = terraform
        self._folder = folder
        self._environment = environment
        self._runs = runs
        self._stack = stack

    def run(self, *arguments: str) -> str:
        """Standard output of a command. Raises TerraformError where it fails."""
        if self._runs.stopped:
            raise TerraformError(f"{self._stack}: stopped before terraform {arguments[0]}.")
        process = self._runs.start([*self._terraform.argv, *arguments], self._folder, self._environment)
        try:
            output, errors = process.communicate()
        finally:
            self._runs.ended(process)
        if process.returncode:
            raise TerraformError(self._explain(arguments[0], [*_messages(output)], output, errors))
        return output

    def stream(self, *arguments: str, tell: Callable[[Message], None]) -> None:
        """Run a command with `-json`, handing each message to `tell` as it comes. Raises TerraformError."""
        if self._runs.stopped:
            raise TerraformError(f"{self._stack}: stopped before terraform {arguments[0]}.")
        process = self._runs.start([*self._terraform.argv, *arguments], self._folder, self._environment)
        errors: list[str] = []
        reader = threading.Thread(target=lambda: errors.extend(process.stderr or ()), daemon=True)
        reader.start()
        messages: list[Message] = []
        other: list[str] = []
        try:
            for line in process.stdout or ():
                found = list(_messages(line))
                other += [] if found else [line]
                for message in found:
                    if message.get("type") == "diagnostic":
                        messages.append(message)
                    tell(message)
            process.wait()
            reader.join()
        finally:
            self._runs.ended(process)
        if process.returncode:
            raise TerraformError(self._explain(arguments[0], messages, "".join(other), "".join(errors)))

    def _explain(self, verb: str, messages: Sequence[Message], output: str, errors: str) -> str:
        found = [message["diagnostic"] for message in messages if message.get("type") == "diagnostic"]
        found += (
            json.loads(output).get("diagnostics", []) if verb == "validate" and output.startswith("{") else []
        )
        told = [_diagnostic(one) for one in found if one.get("severity") == "error"]
        if not told:
            text = (
                (errors.strip() or output.strip() or "it said nothing")
                .replace("│", "")
                .replace("╷", "")
                .replace("╵", "")
            )
            told = ["\n".join(line.strip() for line in text.splitlines() if line.strip())]
        return "\n".join(f"{self._stack}: terraform {verb}: {one}" for one in told)


def base_environment(terraform_settings: Path, *, offline: bool) -> dict[str, str]:
    """The environment of every command. terraform_settings: the CLI configuration file that counts."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TF_", "CDKTF_"))}
    if offline:
        for name in CREDENTIALS:
            environment.pop(name, None)
    return environment | {
        "TF_CLI_CONFIG_FILE": str(terraform_settings),
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
        "CHECKPOINT_DISABLE": "1",
        "AWS_EC2_METADATA_DISABLED": "true"
        if offline
        else environment.get("AWS_EC2_METADATA_DISABLED", "false"),
    }


def _messages(text: str) -> Iterator[Message]:
    for line in text.splitlines():
        if line.startswith("{"):
            try:
                message = json.loads(line)
            except ValueError:
                continue
            if isinstance(message, dict):
                yield message


def _diagnostic(diagnostic: Message) -> str:
    address = diagnostic.get("address")
    place = diagnostic.get("range") or {}
    where = f"{address}: " if address else ""
    line = f" ({place['filename']}:{place['start']['line']})" if place.get("filename") and not address else ""
    detail = " ".join(str(diagnostic.get("detail") or "").split())
    summary = str(diagnostic.get("summary") or "").rstrip(".")
    return f"{where}{summary}{line}." + (f" {detail}" if detail else "")
