"""The stacks of an environment applied to the emulated AWS, and what they then ask of this machine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from yard.config import InputError, Workspace, YardError
from yard.local.applied import applied
from yard.local.desired import Aws, Desired
from yard.local.emulator import Emulator
from yard.local.release import digest_of
from yard.local.session import engine_of
from yard.local.sites import folders

if TYPE_CHECKING:
    from yard.synth import Synthesis

Total = dict[str, int]
State = dict[str, Any]


def apply_stacks(
    workspace: Workspace, synthesis: Synthesis, endpoint: str | None, tell: Callable[[str], None]
) -> tuple[Total, list[State]]:
    """Apply all of them; how many resources were added, changed and so on, and the states afterwards."""
    engine = engine_of(workspace, synthesis, offline=True, endpoint=endpoint, tell=tell)
    total: Total = engine.apply().as_json()["total"]
    tell("Reading what is applied …")
    with ThreadPoolExecutor(max_workers=4) as pool:
        return total, list(pool.map(engine.state, synthesis.stacks))


def desired_of(
    workspace: Workspace, synthesis: Synthesis, emulator: Emulator, states: list[State], port: int
) -> Desired:
    """What the supervisor has to run. port: the gateway's.

    Raises InputError where a service's code is missing, YardError where something applied cannot run here.
    """
    endpoint, identity = emulator.endpoint, emulator.identity
    if endpoint is None or identity is None:
        raise YardError(
            "The emulated AWS ended while Terraform applied. Run `yard up` again: it repairs that."
        )
    environment, state = synthesis.environment, applied(states)
    for service in state.programs:
        if not (workspace.apps / service).is_dir():
            raise InputError(
                f"{workspace.shown(workspace.apps / service)}: this folder with the service's code is missing."
            )
    return Desired(
        applied=state,
        aws=Aws(
            endpoint=endpoint,
            region=environment.region,
            account=environment.account,
            started=identity.create_time,
        ),
        apps=workspace.apps,
        releases={service: digest_of(workspace.apps, service) for service in state.programs},
        sites=folders(workspace, synthesis.services.values()),
        port=port,
    )
