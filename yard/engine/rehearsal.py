"""Applying a stack where nothing is made anywhere, so that the stacks that read it find outputs to plan with."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yard.engine.stack_folder import StackFolder, private_folder
from yard.engine.stack_runner import StackRunner

if TYPE_CHECKING:
    from yard.synth import SynthesisedStack


def rehearse(
    runner: StackRunner,
    stack: SynthesisedStack,
    folder: Path,
    states: Mapping[str, Path],
    rehearsed: Mapping[str, Path],
) -> Path:
    """Apply `stack` to a copy of its state below `folder`; the copy's path.

    states: stack -> its real local state, which stays as it is. rehearsed: the copies that were made already.
    """
    state = folder / "state" / f"{stack.name}.tfstate"
    private_folder(state.parent)
    state.unlink(missing_ok=True)
    if states[stack.name].exists():
        shutil.copy(states[stack.name], state)
    harmless = replace(stack, json=_without_provisioners(stack.json))
    runner.use(
        StackFolder(harmless, folder / stack.name, state),
        {**states, **rehearsed},
        lambda command: command.run("apply", "-json", "-auto-approve", "-refresh=false"),
        state_only=True,
    )
    return state


def _without_provisioners(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same stack without the commands that its resources would run."""
    resources = {
        kind: {
            name: {key: value for key, value in body.items() if key != "provisioner"}
            for name, body in bodies.items()
        }
        for kind, bodies in document.get("resource", {}).items()
    }
    return {**document, **({"resource": resources} if resources else {})}
