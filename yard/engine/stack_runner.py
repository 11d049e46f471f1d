"""Terraform ready to run in one stack's folder: files written, provider served, `init` done."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from yard.engine.binary import Terraform
from yard.engine.diagnostics import TerraformError
from yard.engine.process import Command, base_environment
from yard.engine.runs import Runs
from yard.engine.stack_folder import StackFolder

if TYPE_CHECKING:
    from yard.config import Environment

Result = TypeVar("Result")
Tell = Callable[[str, str], None]

# Terraform's words where a folder is not what `init` left: a cleaned plugin cache, another version of Terraform.
NOT_INITIALISED = re.compile(
    r"Backend initialization required|Inconsistent dependency lock file|Required plugins are not installed"
    r"|Could not load plugin|there is no package for|[Rr]un:?\s+terraform init|[Rr]un \"terraform init\""
)


@dataclass(frozen=True)
class StackRunner:
    """What all stacks of a run share. cache: a folder that outlives runs. endpoint: of the emulated AWS, if any."""

    terraform: Terraform
    environment: Environment
    offline: bool
    endpoint: str | None
    cache: Path
    tell: Tell
    runs: Runs = field(default_factory=Runs)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def use(
        self,
        folder: StackFolder,
        states: Mapping[str, Path],
        act: Callable[[Command], Result],
        *,
        state_only: bool = False,
    ) -> Result:
        """`act` with Terraform in `folder`, initialised where that is needed; its result.

        states: stack -> local state file, offline. state_only: nothing is made in the emulated AWS.
        """
        folder.prepare(states if self.offline else None)
        with self._provider(folder, state_only=state_only) as provider:
            environment = {**base_environment(self._settings(), offline=self.offline), **provider}
            command = Command(self.terraform, folder.path, environment, self.runs, folder.stack.name)
            fresh = self._init(folder, command)
            try:
                return act(command)
            except TerraformError as error:
                if fresh or not NOT_INITIALISED.search(str(error)):
                    raise
            folder.not_initialised()
            self._init(folder, command)
            return act(command)

    def take_back(self, folder: StackFolder) -> None:
        """Delete from the emulated AWS what a killed run made and the stack's state does not know."""
        if not self.offline or self.endpoint is None:
            return
        from yard.offline import take_back

        take_back(self.endpoint, folder.stack.name, folder.known())

    def _provider(
        self, folder: StackFolder, *, state_only: bool
    ) -> AbstractContextManager[Mapping[str, str]]:
        if not self.offline or not folder.needs_provider():
            return nullcontext({})
        from yard.offline import serve

        types, data_types = folder.types()
        return serve(
            types,
            data_types,
            endpoint=None if state_only else self.endpoint,
            account=self.environment.account,
            region=self.environment.region,
            cache=self.cache,
            stack=folder.stack.name,
            known=folder.known,
            sources=folder.sources(),
        )

    def _init(self, folder: StackFolder, command: Command) -> bool:
        """Run `init` where it is needed; whether it was."""
        if not folder.needs_init():
            return False
        self.tell(folder.stack.name, "init")
        # Terraform's plugin cache does not stand two at once. Source: "Terraform CLI configuration, Provider plugin
        # cache". Offline nothing is installed.
        with nullcontext() if self.offline else self._lock:
            command.run("init", "-input=false", "-no-color", "-reconfigure")
        folder.initialised()
        return True

    def _settings(self) -> Path:
        """Our own CLI configuration: the person's may name mirrors and overrides that change what is planned."""
        plugins = self.cache / "terraform-plugins"
        path = self.cache / "terraform.rc"
        text = f'plugin_cache_dir = "{plugins}"\ndisable_checkpoint = true\n'
        with self._lock:
            plugins.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_text("utf-8") != text:
                fresh = path.with_suffix(f".{os.getpid()}")  # another run may be reading it
                fresh.write_text(text, "utf-8")
                fresh.replace(path)
        return path
