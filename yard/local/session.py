"""An environment with its engine: synthesised, and pointed at the emulated AWS where one runs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from yard.config import Workspace, load_environment
from yard.local.emulator import Emulator
from yard.local.folder import LocalFolder

if TYPE_CHECKING:
    from yard.engine import Engine
    from yard.synth import Synthesis

Tell = Callable[[str], None]


@contextlib.contextmanager
def engine_for(workspace: Workspace, name: str, *, offline: bool, tell: Tell) -> Iterator[Engine]:
    """The engine of an environment; `tell` hears what it does, a short text at a time.

    An emulated environment is offline always; while `yard up` runs it, its resources are the emulated ones.
    """
    environment = load_environment(workspace, name)
    offline = offline or environment.cloud == "emulated"
    tell(f"Synthesising {name} …")
    synthesis = synthesised(workspace, name)
    endpoint = Emulator(LocalFolder.of(workspace, name), environment.account).endpoint
    yield engine_of(workspace, synthesis, offline=offline, endpoint=endpoint, tell=tell)


def engine_of(
    workspace: Workspace, synthesis: Synthesis, *, offline: bool, endpoint: str | None, tell: Tell
) -> Engine:
    """The engine for what was synthesised."""
    from yard.engine import Engine

    return Engine(
        workspace,
        synthesis,
        offline=offline,
        endpoint=endpoint if offline else None,
        tell=lambda stack, text: tell(f"{stack}: {text}"),
    )


def synthesised(workspace: Workspace, name: str) -> Synthesis:
    """The stacks of an environment, written below `.yard/<env>`."""
    from yard.synth import synthesise

    return synthesise(workspace, name, workspace.state_dir / name / "synth")
