"""`yard down`: the end of what `yard up` began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yard.cli import console
from yard.cli.options import workspace
from yard.cli.up import LocalEnvironmentArgument, progress

if TYPE_CHECKING:
    from yard.config import Workspace


def down(environment: LocalEnvironmentArgument = "local") -> None:
    """Destroy what `up` made here: no process, port or file stays, but the cache."""
    take_down(workspace(None, None), environment)


def take_down(place: Workspace, environment: str, *, destroy: bool = True) -> None:
    """Bring it down, showing each step. destroy: stack by stack, and not with the emulated AWS alone."""
    from yard.local import bring_down

    with progress() as shown:
        found = bring_down(place, environment, progress=shown, destroy=destroy)
    console.out.print(f"{environment} is down." if found else f"Nothing runs for {environment}.")
