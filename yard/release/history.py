"""What a service ran before: from the commits of the releases file, and from this machine's own deployments.

A release is a commit, and git knows them all. A deployment that nobody has committed yet is in a journal below
`.yard/<env>/`, so that going back works at once.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ruamel.yaml.error import YAMLError

from yard.config import Workspace, YardError
from yard.release.releases_file import ReleasesFile, releases_in

GIT_SECONDS = 30


@dataclass(frozen=True)
class Earlier:
    """A release that a service had. seen: seconds since 1970. commit: shortened; empty where it was not committed."""

    release: str
    seen: float
    commit: str = ""

    @property
    def when(self) -> str:
        """The moment as people read it, in UTC."""
        return datetime.fromtimestamp(self.seen, UTC).strftime("%Y-%m-%d %H:%M UTC")


def journal(workspace: Workspace, environment: str) -> Path:
    """Where this machine notes its deployments, a JSON object a line."""
    return workspace.state_dir / environment / "releases.jsonl"


def note(workspace: Workspace, environment: str, service: str, release: str) -> None:
    """Remember that `service` has `release` from now on."""
    path = journal(workspace, environment)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"seen": time.time(), "service": service, "release": release}) + "\n")


def earlier_releases(workspace: Workspace, environment: str, service: str) -> list[Earlier]:
    """The releases that `service` had, each once, the last one first, without the one that the file has now."""
    file = ReleasesFile.of(workspace, environment)
    sightings = [*_committed(file.path, service), *_noted(journal(workspace, environment), service)]
    found: dict[str, Earlier] = {}
    for sighting in sorted(sightings, key=lambda one: one.seen, reverse=True):
        before = found.setdefault(sighting.release, sighting)
        if sighting.commit and not before.commit:
            found[sighting.release] = Earlier(before.release, before.seen, sighting.commit)
    found.pop(file.get(service) or "", None)
    return list(found.values())


def _committed(path: Path, service: str) -> Iterator[Earlier]:
    """What each commit of the file says; nothing outside a git repository."""
    log = _git(path, "log", "--format=%H %ct", "--", path.name)
    for line in (log or "").splitlines():
        commit, seen = line.split()
        try:
            release = releases_in(_git(path, "show", f"{commit}:./{path.name}") or "").get(service)
        except YAMLError:
            continue  # somebody committed a broken file, and mended it
        if release:
            yield Earlier(release, float(seen), commit[:10])


def _noted(path: Path, service: str) -> Iterator[Earlier]:
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue  # the machine stopped while it was written
        if entry.get("service") == service:
            yield Earlier(str(entry["release"]), float(entry["seen"]))


def _git(path: Path, *arguments: str) -> str | None:
    """What git says in the folder of `path`; None where that is no repository, or git is not there."""
    if not path.parent.is_dir():
        return None
    try:
        done = subprocess.run(
            ["git", "-C", str(path.parent), *arguments],  # noqa: S607 - the person's own git
            capture_output=True,
            text=True,
            timeout=GIT_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        return None
    except subprocess.TimeoutExpired as error:
        raise YardError(f"git did not answer within {GIT_SECONDS} s in {path.parent}. Try again.") from error
    return done.stdout if done.returncode == 0 else None
