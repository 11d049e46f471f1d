"""Deployments: what runs in an environment, changed and changed back."""

from yard.release.deploy import (
    Deployed,
    DeployFailedError,
    Wanted,
    Ways,
    deploy,
    service_named,
    wanted,
)
from yard.release.history import Earlier, earlier_releases
from yard.release.releases_file import ReleasesFile
from yard.release.rollback import wanted_earlier

__all__ = [
    "DeployFailedError",
    "Deployed",
    "Earlier",
    "ReleasesFile",
    "Wanted",
    "Ways",
    "deploy",
    "earlier_releases",
    "service_named",
    "wanted",
    "wanted_earlier",
]
