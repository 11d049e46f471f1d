"""Going back: which earlier release is meant, and deploying it."""

from __future__ import annotations

from yard.config import InputError, Workspace
from yard.release.history import Earlier, earlier_releases
from yard.release.releases_file import ReleasesFile
from yard.release.wanted import Wanted, service_named


def wanted_earlier(workspace: Workspace, environment: str, name: str, *, back: int) -> tuple[Wanted, Earlier]:
    """The release that `name` had `back` releases ago (1: the one before), ready to be deployed.

    Raises InputError where there is none.
    """
    service = service_named(workspace, environment, name)
    earlier = earlier_releases(workspace, environment, name)
    if not earlier:
        file = ReleasesFile.of(workspace, environment)
        raise InputError(
            f"{name} has no earlier release: neither the commits of {file.shown} nor deployments from this machine know"
            f" one. Deploy what is to run: yard deploy {environment} {name}."
        )
    if back > len(earlier):
        raise InputError(
            f"--to {back}: {name} has {len(earlier)} earlier releases. Use 1 to {len(earlier)}; yard rollback"
            f" {environment} {name} --list shows them."
        )
    chosen = earlier[back - 1]
    return Wanted(environment, service, chosen.release), chosen
