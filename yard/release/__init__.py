"""Deployments: what runs in an environment, changed and changed back."""

from yard.release.deploy import Deployed, Ways, deploy
from yard.release.failure import DeployFailedError
from yard.release.history import Earlier, earlier_releases
from yard.release.releases_file import ReleasesFile
from yard.release.rollback import wanted_earlier
from yard.release.wanted import Given, Wanted, service_named, wanted

__all__ = [
    "DeployFailedError",
    "Deployed",
    "Earlier",
    "Given",
    "ReleasesFile",
    "Wanted",
    "Ways",
    "deploy",
    "earlier_releases",
    "service_named",
    "wanted",
    "wanted_earlier",
]
