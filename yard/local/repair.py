"""What the supervisor runs when the emulated AWS has died: begin it anew, and make in it what its memory lacks.

`python -m yard.local.repair FOLDER ENVIRONMENT`, in a process of its own, which `yard up` and `down` may end at any
time. Items, objects and messages come back as they were (emulator_memory.py); a resource may have been too new.
"""

from __future__ import annotations

import sys
from pathlib import Path

from yard.config import Workspace, YardError, load_environment
from yard.local.apply import apply_stacks, desired_of
from yard.local.control import Supervisor
from yard.local.emulator import Emulator
from yard.local.folder import LocalFolder
from yard.local.lock import only_one
from yard.local.session import synthesised
from yard.local.sources import as_it_came_up


def repair(folder: LocalFolder) -> None:
    """Do what `yard up` would, but for what does not depend on the emulated AWS.

    Raises YardError where another `yard` is at work, or as `yard up` does.
    """
    name = folder.environment
    workspace = as_it_came_up(Workspace.at(folder.path), folder)
    environment = load_environment(workspace, name)
    with only_one(workspace, name, "repair"):
        supervisor, emulator = Supervisor(folder), Emulator(folder, environment.account)
        port = supervisor.port
        if port is None:
            raise YardError(f"{name}: no supervisor runs, so there is nothing to repair.")
        emulator.begin()
        synthesis = synthesised(workspace, name)
        total, states = apply_stacks(workspace, synthesis, emulator.wait(), lambda _text: None)
        supervisor.apply(desired_of(workspace, synthesis, emulator, states, port))
        print(f"made {total['add']} resources anew", flush=True)


if __name__ == "__main__":
    try:
        repair(LocalFolder(Path(sys.argv[1]), sys.argv[2]))
    except YardError as error:
        print(error, flush=True)
        sys.exit(1)
