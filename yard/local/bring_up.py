"""`yard up`: from the YAML files to services that answer, each step repeating what is missing and no more."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yard.config import (
    Environment,
    InputError,
    Workspace,
    YardError,
    load_environment,
)
from yard.local import packages, sites
from yard.local.apply import State, apply_stacks, desired_of
from yard.local.control import Supervisor, port_in_use
from yard.local.emulator import Emulator
from yard.local.folder import LocalFolder
from yard.local.lock import only_one
from yard.local.ports import is_free
from yard.local.session import synthesised
from yard.local.sources import remember
from yard.local.wait import wait_until_healthy

if TYPE_CHECKING:
    from yard.policy import Report
    from yard.synth import Synthesis

DEFAULT_PORT = 8080


@dataclass(frozen=True)
class Progress:
    """Who listens. tell: what happens now; done: a step that is over, with its seconds."""

    tell: Callable[[str], None]
    done: Callable[[str, float], None]

    @contextlib.contextmanager
    def step(self, doing: str) -> Iterator[list[str]]:
        """Time a step; the body puts into the list what to say when it is over."""
        self.tell(f"{doing} …")
        said: list[str] = []
        begun = time.monotonic()
        yield said
        self.done(" ".join(said) or doing, time.monotonic() - begun)


@dataclass(frozen=True)
class Up:
    """What `yard up` reached. changed: whether it had anything to do; status: as `yard status --json`."""

    changed: bool
    status: dict[str, Any]


class PolicyFailedError(YardError):
    """A policy failed, so nothing was started; `report` tells all."""

    def __init__(self, report: Report) -> None:
        super().__init__(
            f"{len(report.failed)} findings of the policies, told above. Mend them, or except them with a reason in"
            " policies/exceptions.yaml; nothing was applied."
        )
        self.report = report


def bring_up(workspace: Workspace, name: str, *, port: int | None, progress: Progress) -> Up:
    """Bring an environment up on this machine and wait until every service is healthy.

    port: the gateway's; None for the one it has, else 8080. Raises InputError for wrong files, PolicyFailedError, and
    YardError where a port is taken, Terraform fails, or a service does not become healthy (what runs stays up).
    """
    environment = load_environment(workspace, name)
    refuse_unless_emulated(environment)
    folder = LocalFolder.of(workspace, name)
    supervisor = Supervisor(folder)
    supervisor.make_room()
    with only_one(workspace, name, "up"):
        chosen = _port(supervisor, port)
        folder.create()
        remember(workspace, folder)
        emulator, synthesis, begun = _prepare(workspace, environment, folder, progress)
        changed, states = _apply(workspace, synthesis, emulator, supervisor, progress)
        desired = desired_of(workspace, synthesis, emulator, states, chosen)
        changed = supervisor.apply(desired) or changed or begun
        with progress.step("Waiting for healthy services") as said:
            wait_until_healthy(supervisor, folder, progress.tell)
            said.append(f"Healthy: {', '.join(desired.applied.programs)}")
    from yard.local.status import status_of

    return Up(changed, status_of(workspace, name))


def refuse_unless_emulated(environment: Environment) -> None:
    """InputError for an environment that belongs in an AWS account."""
    if environment.cloud != "emulated":
        raise InputError(
            environment.problem(
                "cloud",
                f"{environment.cloud} means that {environment.name} lives in an AWS account. `yard up` and `down` take"
                " environments with `cloud: emulated`, such as local; for this one there is"
                f" `yard plan {environment.name} --offline`.",
            )
        )


def _port(supervisor: Supervisor, wanted: int | None) -> int:
    chosen = wanted or supervisor.port or DEFAULT_PORT
    holds_it = supervisor.status() is not None and supervisor.port == chosen
    if not holds_it and not is_free(chosen, 2 if supervisor.was_started else 0):
        raise YardError(port_in_use(chosen))
    return chosen


def _prepare(
    workspace: Workspace, environment: Environment, folder: LocalFolder, progress: Progress
) -> tuple[Emulator, Synthesis, bool]:
    """Synthesise and check while the emulated AWS starts; where either fails, it is not left running."""
    from yard.policy import check, known_environments

    emulator = Emulator(folder, environment.account)
    begun = emulator.begin()
    try:
        with progress.step("Synthesising") as said:
            synthesis = synthesised(workspace, environment.name)
            said.append(f"Synthesised {', '.join(synthesis.stacks)}")
        with progress.step("Checking policies") as said:
            report = check(
                synthesis,
                workspace.root / "policies" / "exceptions.yaml",
                cache=workspace.cache,
                known=known_environments(workspace),
            )
            if report.failed:
                raise PolicyFailedError(report)
            said.append(f"Policies: {report.passed} passed, {len(report.excepted)} excepted")
        if folders := packages.missing(workspace.apps):
            names = ", ".join(folder.name for folder in folders)
            with progress.step(f"Installing the packages of {names} with npm") as said:
                packages.install(folders)
                said.append(f"Packages of {names} installed with npm")
        if stale := sites.stale(workspace, synthesis.services.values()):
            names = ", ".join(site.name for site in stale)
            with progress.step(f"Building {names}") as said:
                sites.build(workspace, stale, progress.tell)
                said.append(f"Built {names}")
        with progress.step("Starting the emulated AWS") as said:
            said.append(f"Emulated AWS at {emulator.wait()}" + ("" if begun else ", already running"))
    except BaseException:
        if begun:
            emulator.stop()
        raise
    return emulator, synthesis, begun


def _apply(
    workspace: Workspace, synthesis: Synthesis, emulator: Emulator, supervisor: Supervisor, progress: Progress
) -> tuple[bool, list[State]]:
    """Apply the stacks while the supervisor starts; whether anything changed, and the states."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        starting = pool.submit(supervisor.start)
        with progress.step("Applying with Terraform") as said:
            total, states = apply_stacks(workspace, synthesis, emulator.endpoint, progress.tell)
            counts = ", ".join(f"{count} {kind}" for kind, count in total.items() if count)
            said.append(f"Terraform: {counts or 'nothing changed'}")
        started = starting.result()
    return any(total.values()) or started, states
