"""Terraform over the stacks of one environment: plan, apply, destroy, outputs, drift.

Offline, state lies below `.yard/<env>/` and the offline provider answers for AWS: with an endpoint it makes what it
can in the emulated AWS, without one everything lives in the state alone. Otherwise it is hashicorp/aws and S3.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yard.config import InputError, Workspace
from yard.engine.advice import not_applied_yet, require_credentials, upstream_is_missing
from yard.engine.binary import find_terraform
from yard.engine.changes import EnvironmentPlan, StackPlan
from yard.engine.destruction import holdings_of
from yard.engine.diagnostics import TerraformError
from yard.engine.failure import explained, failure_of
from yard.engine.lock import environment_lock
from yard.engine.messages import Changes
from yard.engine.rehearsal import rehearse
from yard.engine.runs import ended_like_ctrl_c
from yard.engine.schedule import in_order
from yard.engine.selection import reads, selected, with_upstreams
from yard.engine.stack_folder import StackFolder, holds_resources, local_state
from yard.engine.stack_runner import StackRunner, Tell

if TYPE_CHECKING:
    from yard.synth import Synthesis

NOT_REFRESHED = "compared with what the state records, since the emulated AWS does not run"
REHEARSED = "reads stacks that are not applied yet, whose outputs are rehearsed"
WAIT_FOR_LOCK = "-lock-timeout=60s"
CROSS_STACK = "cross-stack-output-"  # cdktf's own outputs, for other stacks


class Engine:
    """tell: called with (stack, what happens) as work goes on, from several threads.

    endpoint: URL of the emulated AWS on this machine, offline only.
    Raises YardError where no Terraform or, unless offline, no AWS credentials are found.
    """

    def __init__(
        self,
        workspace: Workspace,
        synthesis: Synthesis,
        *,
        offline: bool,
        endpoint: str | None = None,
        tell: Tell = lambda _stack, _text: None,
    ) -> None:
        environment = synthesis.environment
        self.synthesis = synthesis
        self.offline = offline or environment.cloud == "emulated"
        self.endpoint = endpoint
        self.folder = workspace.state_dir / environment.name
        self._stacks = synthesis.stacks
        self._states = {name: self.folder / "state" / f"{name}.tfstate" for name in self._stacks}
        self._shown_plans: dict[str, StackPlan] = {}
        self.shown: dict[
            str, dict[str, Any]
        ] = {}  # stack -> `terraform show -json` of its plan, where asked for
        self._tell = tell
        self._runner = StackRunner(
            find_terraform(), environment, self.offline, endpoint, workspace.cache, tell
        )
        if not self.offline:
            require_credentials(environment.account)

    def plan(self, stacks: Iterable[str] | None = None, *, show: bool = False) -> EnvironmentPlan:
        """What an apply would change.

        Offline, stacks that are not applied yet are rehearsed for those that read them.
        show: also keep the plans whole, with all values, in `shown`.
        """
        wanted = selected(self._stacks, stacks)
        needed = with_upstreams(self._stacks, wanted) if self.offline else wanted
        rehearsed: dict[str, Path] = {}

        def work(name: str) -> StackPlan | None:
            plan = self._plan(name, rehearsed, show=show) if name in wanted else None
            if self.offline and any(reads(self._stacks, reader, name) for reader in needed):
                others_see_it = self._is_new(name) if plan is None else plan.alters_outputs
                if others_see_it:
                    self._tell(name, "rehearsing")
                    rehearsed[name] = rehearse(
                        self._runner, self._stacks[name], self.folder / "rehearsal", self._states, rehearsed
                    )
            return plan

        return self._run("plan", needed, work)

    def apply(
        self,
        stacks: Iterable[str] | None = None,
        *,
        inspect: Callable[[StackPlan], None] | None = None,
    ) -> EnvironmentPlan:
        """Apply each stack after those that it reads; what was changed.

        A stack that this engine has planned is applied as it was shown, unless a stack that it reads changes too:
        then it is planned again, with what that stack really gives.
        inspect: called with the very plan that is about to be applied; what it raises stops it.
        """
        wanted = selected(self._stacks, stacks)
        if self.offline:
            for name in wanted:
                missing = [
                    up for up in self._stacks[name].dependencies if up not in wanted and self._is_new(up)
                ]
                if missing:
                    raise not_applied_yet(name, missing)
        return self._run("apply", wanted, lambda name: self._apply(name, inspect))

    def destroy(self, stacks: Iterable[str] | None = None) -> EnvironmentPlan:
        """Destroy each stack after those that read it.

        Raises InputError where one that stays still reads it (known offline only: S3 is not searched for it).
        """
        wanted = selected(self._stacks, stacks)
        for name in wanted:
            readers = (r for r in self._stacks if r not in wanted and reads(self._stacks, r, name))
            reader = next((r for r in readers if not self._is_new(r)), None)
            if reader:
                raise InputError(f"{name}: {reader} still reads its outputs. Destroy {reader} too, or first.")
        return self._run("destroy", wanted, self._destroy, backwards=True)

    def drift(self) -> EnvironmentPlan:
        """What was changed behind Terraform's back: a plan of the refresh alone."""
        wanted = [name for name in self._stacks if not (self.offline and self._is_new(name))]
        note = NOT_REFRESHED if self.offline and self.endpoint is None else ""

        def work(name: str) -> StackPlan:
            return self._change(name, "plan", "-refresh-only", WAIT_FOR_LOCK, drift=True, note=note)

        return self._run("drift", wanted, work)

    def outputs(self) -> dict[str, dict[str, Any]]:
        """Stack -> output -> value, of what is applied; sensitive values are masked."""
        found = {}
        for name in self._stacks:
            shown = {
                key: "(sensitive)" if entry.get("sensitive") else entry["value"]
                for key, entry in self._outputs(name).items()
                if not key.startswith(CROSS_STACK)
            }
            if shown:
                found[name] = shown
        return found

    def state(self, name: str) -> dict[str, Any]:
        """What `terraform show -json` says of an applied stack; empty where nothing is applied."""
        selected(self._stacks, [name])
        if self.offline and self._is_new(name):
            return {}
        shown: dict[str, Any] = json.loads(self._read(name, "show", "-json"))
        return shown

    def holds_anything(self) -> bool:
        """Whether any local state of the environment records a resource."""
        return holds_resources(self._states.values())

    def holdings(self, stacks: Iterable[str] | None = None) -> dict[str, list[str]]:
        """Stack -> addresses of what holds data in it, of what is applied; stacks without any are left out."""
        found = {}
        for name in selected(self._stacks, stacks):
            held = holdings_of(local_state(self._states[name]) if self.offline else self.state(name))
            if held:
                found[name] = held
        return found

    def forget(self) -> None:
        """Take away the local state and the folders: for a cloud that is gone."""
        for name in ("state", "stacks", "rehearsal"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    # What each verb does for one stack.

    def _plan(self, name: str, rehearsed: Mapping[str, Path], *, show: bool = False) -> StackPlan:
        folder = self._folder(name)
        options = [WAIT_FOR_LOCK, f"-out={folder.saved_plan.name}"]
        notes = []
        if self.offline and self.endpoint is None and not self._is_new(name):
            options.append("-refresh=false")
            notes.append(NOT_REFRESHED)
        read_early = any(upstream in rehearsed for upstream in self._stacks[name].dependencies)
        if read_early:
            notes.append(REHEARSED)
        self._shown_plans.pop(name, None)
        plan = self._change(
            name, "plan", *options, states={**self._states, **rehearsed}, note="; ".join(notes)
        )
        if show and not plan.waits:
            self.shown[name] = self._runner.use(
                folder,
                {**self._states, **rehearsed},
                lambda command: json.loads(command.run("show", "-json", folder.saved_plan.name)),
            )
        if read_early or plan.waits:
            folder.saved_plan.unlink(missing_ok=True)
        else:
            self._shown_plans[name] = plan
        return plan

    def _apply(self, name: str, inspect: Callable[[StackPlan], None] | None) -> StackPlan:
        saved = self._folder(name).saved_plan
        if inspect and name not in self._shown_plans and not (self.offline and self._is_new(name)):
            self._plan(name, {})  # a new stack has nothing to lose
        shown = self._shown_plans.pop(name, None)
        if shown is None or not saved.exists():
            return self._change(name, "apply", "-auto-approve", WAIT_FOR_LOCK)
        try:
            if inspect:
                inspect(shown)
            return self._change(name, "apply", WAIT_FOR_LOCK, saved.name)
        finally:
            saved.unlink(missing_ok=True)

    def _destroy(self, name: str) -> StackPlan:
        if self.offline and self._is_new(name):
            self._runner.take_back(self._folder(name))
            return StackPlan(name, (), 0.0)
        return self._change(name, "destroy", "-auto-approve", WAIT_FOR_LOCK)

    def _change(
        self,
        name: str,
        verb: str,
        *options: str,
        states: Mapping[str, Path] | None = None,
        drift: bool = False,
        note: str = "",
    ) -> StackPlan:
        """Run a verb that plans, and collect what it plans from its messages."""
        started = time.perf_counter()
        changes = Changes(self._stacks[name].construct_of, lambda text: self._tell(name, text), drift)
        self._tell(name, verb)
        if verb in ("apply", "destroy"):
            self._runner.take_back(self._folder(name))
        try:
            self._runner.use(
                self._folder(name),
                states or self._states,
                lambda command: command.stream(verb, "-json", "-input=false", *options, tell=changes.hear),
            )
        except TerraformError as error:
            if verb == "apply" or not upstream_is_missing(error):
                raise
            upstreams = " and ".join(self._stacks[name].dependencies)
            self._tell(name, "waits")
            note = f"reads {upstreams}, which must be applied first: it can only be planned then"
            return StackPlan(name, (), time.perf_counter() - started, note=note, waits=True)
        self._tell(name, "done")
        return StackPlan(name, changes.resources, time.perf_counter() - started, changes.outputs, note)

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
        dependencies = {name: self._stacks[name].dependencies for name in names}
        with environment_lock(self.folder, environment.name, verb), ended_like_ctrl_c():
            outcome = in_order(dependencies, work, stop=self._runner.runs.stop, backwards=backwards)
        if outcome.failed:
            raise failure_of(verb, outcome, self._stacks, environment, offline=self.offline)
        stacks = {name: plan for name, plan in outcome.done.items() if plan is not None}
        return EnvironmentPlan(environment.name, self.offline, stacks, time.perf_counter() - started)

    def _outputs(self, name: str) -> dict[str, Any]:
        if self.offline:
            return dict(local_state(self._states[name]).get("outputs", {}))
        return dict(json.loads(self._read(name, "output", "-json")))

    def _read(self, name: str, *arguments: str) -> str:
        """What a command says that changes nothing; a run under way is waited for."""
        environment = self.synthesis.environment.name
        try:
            with environment_lock(self.folder, environment, arguments[0], patience_seconds=60):
                return self._runner.use(
                    self._folder(name), self._states, lambda command: command.run(*arguments)
                )
        except TerraformError as error:
            stack = self._stacks[name]
            raise explained(error, stack, self.synthesis.environment, offline=self.offline) from error

    def _folder(self, name: str) -> StackFolder:
        return StackFolder(self._stacks[name], self.folder / "stacks" / name, self._states[name])

    def _is_new(self, name: str) -> bool:
        """Whether no local state records anything of it."""
        return not local_state(self._states[name]).get("resources")
