"""`yard down`: destroys the environment on this machine; what stays is the cache."""

from __future__ import annotations

import shutil
from pathlib import Path

from yard.config import InputError, Workspace, load_environment
from yard.local.bring_up import Progress, refuse_unless_emulated
from yard.local.control import Supervisor
from yard.local.emulator import Emulator
from yard.local.folder import LocalFolder
from yard.local.lock import only_one
from yard.local.processes import end_marked
from yard.local.session import engine_of, synthesised
from yard.local.sources import as_it_came_up


def bring_down(workspace: Workspace, name: str, *, progress: Progress, destroy: bool = True) -> bool:
    """Stop the tasks, destroy the stacks, end every process, remove every file; returns whether anything was there.

    destroy: stack by stack, as in an account. Otherwise, and where that cannot be done (the emulated AWS died, or the
    YAML is broken by now), they go with the emulated AWS, which holds all of them in memory.
    """
    folder = LocalFolder.of(workspace, name)
    workspace = as_it_came_up(workspace, folder)
    account = _account(workspace, name, folder)
    if not folder.path.exists() and not (workspace.state_dir / name).exists():
        return False
    supervisor = Supervisor(folder)
    supervisor.make_room()
    with only_one(workspace, name, "down"):
        with progress.step("Stopping the services") as said:
            supervisor.stop()
            said.append("Services stopped")
        emulator = Emulator(folder, account)
        if destroy and (endpoint := emulator.endpoint):
            _destroy(workspace, name, endpoint, progress)
        with progress.step("Stopping the emulated AWS") as said:
            emulator.stop()
            end_marked(folder.path)
            said.append("Emulated AWS stopped")
        _remove(folder, workspace.state_dir / name)
    return True


def _destroy(workspace: Workspace, name: str, endpoint: str, progress: Progress) -> None:
    with progress.step("Destroying the stacks") as said:
        try:
            synthesis = synthesised(workspace, name)
            engine = engine_of(workspace, synthesis, offline=True, endpoint=endpoint, tell=progress.tell)
            total = engine.destroy().as_json()["total"]
            said.append(f"Terraform: {total['destroy']} destroyed")
        except Exception as error:  # whatever it is: told, and no reason to leave processes and ports behind
            said.append(
                f"Stacks dropped with the emulated AWS, since they cannot be destroyed one by one: {error}"
            )


def _account(workspace: Workspace, name: str, folder: LocalFolder) -> str:
    """The account of the environment; empty where its file is broken by now, which must not keep it from ending."""
    try:
        environment = load_environment(workspace, name)
    except InputError:
        if not folder.path.exists():
            raise
        return ""
    refuse_unless_emulated(environment)
    return environment.account


def _remove(folder: LocalFolder, state: Path) -> None:
    shutil.rmtree(state, ignore_errors=True)
    if folder.socket.parent != folder.path:
        shutil.rmtree(folder.socket.parent, ignore_errors=True)
