"""One deployment: the line in the releases file, and the steps that follow from it.

Until something changes that people use, everything can be taken back, and is: the file has its earlier text again. From
then on the file says what is meant to run, and an error says what state things are in and how to go back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from yard.config import Workspace
from yard.engine import EnvironmentPlan
from yard.local import Progress
from yard.local.session import engine_for
from yard.release.failure import DeployFailedError
from yard.release.history import note
from yard.release.releases_file import ReleasesFile
from yard.release.wanted import Wanted


@dataclass
class Deployed:
    """What came of it. previous: what ran before, None where nothing did. plan: what Terraform changed.

    uploaded, carried_over: files, the latter for pages of the release before. notes: what was left out.
    """

    environment: str
    service: str
    release: str
    previous: str | None
    offline: bool
    plan: EnvironmentPlan | None = None
    uploaded: int = 0
    carried_over: int = 0
    invalidation: str | None = None
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """What `yard deploy --json` prints."""
        return {
            "environment": self.environment,
            "service": self.service,
            "release": self.release,
            "previous": self.previous,
            "offline": self.offline,
            "stacks": self.plan.as_json()["stacks"] if self.plan else {},
            "uploaded": self.uploaded,
            "carried_over": self.carried_over,
            "invalidation": self.invalidation,
            "seconds": round(self.seconds, 3),
            "notes": self.notes,
        }


@dataclass(frozen=True)
class Ways:
    """How a deployment talks. confirm: shown the plan; what it raises stops it. allowed: losses that are meant."""

    progress: Progress
    confirm: Callable[[EnvironmentPlan], None]
    allowed: tuple[str, ...] = ()


def deploy(workspace: Workspace, want: Wanted, ways: Ways, *, offline: bool) -> Deployed:
    """Make `want` run; returns what was done.

    Raises DeployFailedError where it broke on the way; whatever else is raised left everything as it was.
    """
    from yard.release.steps import Steps

    started = time.monotonic()
    file = ReleasesFile.of(workspace, want.environment)
    before = file.text
    previous = file.get(want.service.name)

    def begun() -> None:
        """From here on the release may be what people use: going back has to know of both."""
        for release in (previous, want.release):
            if release:
                note(workspace, want.environment, want.service.name, release)

    try:
        file.set(want.service.name, want.release)
        with engine_for(workspace, want.environment, offline=offline, tell=ways.progress.tell) as engine:
            done = Deployed(want.environment, want.service.name, want.release, previous, engine.offline)
            steps = Steps(want, ways, engine, file, done)
            steps.look()
            steps.carry_out(begun)
    except DeployFailedError as failure:
        if failure.nothing_changed:
            file.restore(before)
        raise
    except BaseException:
        file.restore(before)
        raise
    done.seconds = time.monotonic() - started
    return done
