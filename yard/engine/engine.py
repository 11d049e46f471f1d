"""Terraform over the stacks of one environment: plan, apply, destroy, outputs, drift.

Offline, state lies below `.yard/<env>/` and the offline provider answers for AWS: with an endpoint it makes what it
can in the emulated AWS, without one everything lives in the state alone. Otherwise it is hashicorp/aws and S3.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from yard.config import InputError, Workspace
from yard.engine.advice import explain, require_credentials
from yard.engine.binary import find_terraform
from yard.engine.changes import EnvironmentPlan, ResourceChange, StackPlan
from yard.engine.lock import environment_lock
from yard.engine.process import Command, Message, Runs, TerraformError, base_environment
from yard.engine.schedule import in_order
from yard.engine.stack_folder import StackFolder, holds_resources, local_state
from yard.synth import Synthesis

ACTIONS = {
    "replace": ("delete", "create"),
    "create": ("create",),
    "update": ("update",),
    "delete": ("delete",),
}
NOT_REFRESHED = "the emulated AWS does not run: compared with what the state records"
REHEARSED = "reads stacks that are not applied yet: their outputs are rehearsed"

Tell = Callable[[str, str], None]


class Engine:
    """tell: called with (stack, what happens) as work goes on, from several threads.

    endpoint: URL of the emulated AWS on this machine, offline only.
    """

    def __init__(
        self,
        workspace: Workspace,
        synthesis: Synthesis,
        *,
        offline: bool,
        endpoint: str | None = None,
        tell: Tell = lambda stack, text: None,
    ) -> None:
        self.synthesis = synthesis
        self.offline = offline or synthesis.environment.cloud == "emulated"
        self.endpoint = endpoint
        self._workspace = workspace
        self._tell = tell
        self._runs = Runs()
        self._init_lock = threading.Lock()
        self._terraform = find_terraform()
        environment = synthesis.environment
        self.folder = workspace.state_dir / environment.name
        self._states = {name: self.folder / "state" / f"{name}.tfstate" for name in synthesis.stacks}
        if not self.offline:
            require_credentials(environment.account)

    def plan(self, stacks: Iterable[str] | None = None) -> EnvironmentPlan:
        """What an apply would change. Offline, stacks that are not applied yet are rehearsed for those that read them."""
        wanted = self._wanted(stacks)
        rehearsed: dict[str, Path] = {}
        needed = self._with_upstreams(wanted) if self.offline else wanted

        def work(name: str) -> StackPlan | None:
            plan = self._plan(name, rehearsed) if name in wanted else None
            if (
                self.offline
                and self._is_read(name, needed)
                and (self._is_new(name) if plan is None else _alters(plan))
            ):
                self._rehearse(name, rehearsed)
            return plan

        return self._run("plan", needed, work)

    def apply(self, stacks: Iterable[str] | None = None) -> EnvironmentPlan:
        """Apply each stack after those that it reads; what was changed."""
        return self._run("apply", self._wanted(stacks), self._apply)

    def destroy(self, stacks: Iterable[str] | None = None) -> EnvironmentPlan:
        """Destroy each stack after those that read it. Raises InputError where one that stays still reads it."""
        wanted = self._wanted(stacks)
        for name in wanted:
            reader = next(
                (r for r in self.synthesis.stacks if r not in wanted and self._reads(r, name)), None
            )
            if reader and not self._is_new(reader):
                raise InputError(f"{name}: {reader} still reads its outputs. Destroy {reader} too, or first.")
        return self._run("destroy", wanted, self._destroy, backwards=True)

    def drift(self) -> EnvironmentPlan:
        """What was changed behind Terraform's back: a plan of the refresh alone."""
        wanted = [name for name in self.synthesis.stacks if not (self.offline and self._is_new(name))]
        return self._run(
            "drift", wanted, lambda name: self._change(name, "plan", "-refresh-only", collect="drift")
        )

    def outputs(self) -> dict[str, dict[str, Any]]:
        """Stack -> output -> value, of what is applied; sensitive values are masked."""
        found = {}
        for name in self.synthesis.stacks:
            outputs = self._outputs(name)
            shown = {
                key: entry for key, entry in outputs.items() if not key.startswith("cross-stack-output-")
            }
            if shown:
                found[name] = {
                    key: "(sensitive)" if entry.get("sensitive") else entry["value"]
                    for key, entry in shown.items()
                }
        return found

    def state(self, name: str) -> dict[str, Any]:
        """What `terraform show -json` says of an applied stack; empty where nothing is applied."""
        if self.offline and self._is_new(name):
            return {}
        folder = self._folder(name)
        folder.prepare(self._states if self.offline else None)
        with self._provider(folder) as provider:
            command = self._command(name, folder, provider)
            self._init(folder, command)
            shown: dict[str, Any] = json.loads(command.run("show", "-json"))
            return shown

    def holds_anything(self) -> bool:
        """Whether any local state of the environment records a resource."""
        return holds_resources(self._states.values())

    def forget(self) -> None:
        """Take away the local state and the folders: for a cloud that is gone."""
        for name in ("state", "stacks", "rehearsal"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    # What each verb does for one stack.

    def _plan(self, name: str, rehearsed: Mapping[str, Path]) -> StackPlan:
        options = ["-lock-timeout=60s"]
        notes = []
        if self.offline and self.endpoint is None and not self._is_new(name):
            options.append("-refresh=false")
            notes.append(NOT_REFRESHED)
        if any(upstream in rehearsed for upstream in self.synthesis.stacks[name].dependencies):
            notes.append(REHEARSED)
        return self._change(name, "plan", *options, states=self._states | rehearsed, note="; ".join(notes))

    def _apply(self, name: str) -> StackPlan:
        return self._change(name, "apply", "-auto-approve", "-lock-timeout=60s")

    def _destroy(self, name: str) -> StackPlan:
        if self.offline and self._is_new(name):
            return StackPlan(name, (), 0.0)
        return self._change(name, "destroy", "-auto-approve", "-lock-timeout=60s")

    def _rehearse(self, name: str, rehearsed: dict[str, Path]) -> None:
        """Apply on a copy of the state, where nothing is made anywhere, so that other stacks find outputs to read."""
        self._tell(name, "rehearsing")
        state = self.folder / "rehearsal" / "state" / f"{name}.tfstate"
        state.parent.mkdir(parents=True, exist_ok=True)
        state.unlink(missing_ok=True)
        if self._states[name].exists():
            shutil.copy(self._states[name], state)
        folder = StackFolder(self.synthesis.stacks[name], self.folder / "rehearsal" / name, state)
        folder.prepare(self._states | rehearsed)
        with self._provider(folder, state_only=True) as provider:
            command = self._command(name, folder, provider)
            self._init(folder, command)
            command.run("apply", "-json", "-auto-approve", "-refresh=false")
        rehearsed[name] = state

    def _change(
        self,
        name: str,
        verb: str,
        *options: str,
        states: Mapping[str, Path] | None = None,
        collect: str = "planned",
        note: str = "",
    ) -> StackPlan:
        """Run a verb that plans, and collect what it plans from its messages."""
        started = time.perf_counter()
        stack = self.synthesis.stacks[name]
        folder = self._folder(name)
        folder.prepare((states or self._states) if self.offline else None)
        changes: dict[str, ResourceChange] = {}
        outputs: dict[str, Any] = {}
        kind = {"planned": "planned_change", "drift": "resource_drift"}[collect]

        def listen(message: Message) -> None:
            if message.get("type") == kind:
                change = message["change"]
                address, actions = change["resource"]["addr"], ACTIONS.get(change["action"])
                if actions:
                    type_ = change["resource"]["resource_type"]
                    changes[address] = ResourceChange(address, type_, actions, stack.construct_of(address))
            elif message.get("type") == "outputs":
                outputs.update(message.get("outputs", {}))
            elif message.get("type") in ("apply_start", "refresh_start"):
                self._tell(name, f"{message['hook']['resource']['addr']}")

        with self._provider(folder) as provider:
            command = self._command(name, folder, provider)
            self._init(folder, command)
            self._tell(name, verb)
            command.stream(verb, "-json", "-input=false", *options, tell=listen)
        self._tell(name, "done")
        resources = tuple(changes[address] for address in sorted(changes))
        return StackPlan(name, resources, time.perf_counter() - started, outputs, note)

    # The pieces that they share.

    def _run(
        self,
        verb: str,
        names: Iterable[str],
        work: Callable[[str], StackPlan | None],
        *,
        backwards: bool = False,
    ) -> EnvironmentPlan:
        environment = self.synthesis.environment
        started = time.perf_counter()
        dependencies = {name: self.synthesis.stacks[name].dependencies for name in names}
        with environment_lock(self.folder, environment.name, verb):
            try:
                done = in_order(dependencies, work, stop=self._runs.stop, backwards=backwards)
            except TerraformError as error:
                if self.offline:
                    raise
                bucket = f"stackyard-state-{environment.account}-{environment.region}"
                raise explain(error, account=environment.account, bucket=bucket) from error
        stacks = {name: plan for name, plan in done.items() if plan is not None}
        return EnvironmentPlan(environment.name, self.offline, stacks, time.perf_counter() - started)

    def _provider(
        self, folder: StackFolder, *, state_only: bool = False
    ) -> AbstractContextManager[Mapping[str, str]]:
        if not self.offline:
            return nullcontext({})
        from yard.offline import serve

        types, data_types = folder.types()
        environment = self.synthesis.environment
        return serve(
            types,
            data_types,
            endpoint=None if state_only else self.endpoint,
            account=environment.account,
            region=environment.region,
            cache=self._workspace.cache,
        )

    def _command(self, name: str, folder: StackFolder, provider: Mapping[str, str]) -> Command:
        environment = base_environment(self._settings(), offline=self.offline) | provider
        return Command(self._terraform, folder.path, environment, self._runs, name)

    def _init(self, folder: StackFolder, command: Command) -> None:
        if not folder.needs_init():
            return
        self._tell(folder.stack.name, "init")
        # Terraform's plugin cache does not stand two at once. Source: "Terraform CLI configuration, Provider plugin
        # cache".
        with nullcontext() if self.offline else self._init_lock:
            command.run("init", "-input=false", "-no-color", "-reconfigure")
        folder.initialised()

    def _settings(self) -> Path:
        """Our own CLI configuration: the person's may name mirrors and overrides that change what is planned."""
        plugins = self._workspace.cache / "terraform-plugins"
        path = self._workspace.cache / "terraform.rc"
        text = f'plugin_cache_dir = "{plugins}"\ndisable_checkpoint = true\n'
        with self._init_lock:
            plugins.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_text("utf-8") != text:
                path.write_text(text, "utf-8")
        return path

    def _folder(self, name: str) -> StackFolder:
        return StackFolder(self.synthesis.stacks[name], self.folder / "stacks" / name, self._states[name])

    def _outputs(self, name: str) -> dict[str, Any]:
        if self.offline:
            return dict(local_state(self._states[name]).get("outputs", {}))
        folder = self._folder(name)
        folder.prepare(None)
        command = self._command(name, folder, {})
        self._init(folder, command)
        return dict(json.loads(command.run("output", "-json")))

    def _wanted(self, stacks: Iterable[str] | None) -> list[str]:
        """The stacks asked for, in order. Raises InputError for one that is not there."""
        known = list(self.synthesis.stacks)
        if stacks is None:
            return known
        asked = set(stacks)
        strangers = sorted(asked - set(known))
        if strangers:
            raise InputError(f"{strangers[0]}: there is no such stack. There are: {', '.join(known)}.")
        return [name for name in known if name in asked]

    def _with_upstreams(self, wanted: Iterable[str]) -> list[str]:
        needed = set(wanted)
        for name in reversed(self.synthesis.stacks):
            if name in needed:
                needed |= set(self.synthesis.stacks[name].dependencies)
        return [name for name in self.synthesis.stacks if name in needed]

    def _reads(self, reader: str, name: str) -> bool:
        return name in self.synthesis.stacks[reader].dependencies

    def _is_read(self, name: str, among: Iterable[str]) -> bool:
        return any(self._reads(reader, name) for reader in among)

    def _is_new(self, name: str) -> bool:
        return not local_state(self._states[name]).get("resources")


def _alters(plan: StackPlan) -> bool:
    """Whether the stacks that read this one would see something else after an apply."""
    return bool(plan.resources) or any(
        entry.get("action", "noop") != "noop" for entry in plan.outputs.values()
    )
