"""The static sites of a local run: built as their manifests say, when their sources have changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from yard.config import Service, Workspace
from yard.local.release import digest_of
from yard.sites import site_folder


def stale(workspace: Workspace, services: Iterable[Service]) -> list[Service]:
    """The sites whose files are not those of their sources."""
    return [one for one in services if one.runtime == "static" and not _is_built(workspace, one)]


def build(workspace: Workspace, sites: Iterable[Service], tell: Callable[[str], None]) -> None:
    """Build them. InputError and YardError as `site_folder`."""
    for site in sites:
        tell(f"Building {site.name} …")
        site_folder(workspace, site, None)
        stamp = _stamp(workspace, site)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(json.dumps(_sources(workspace, site)))


def folders(workspace: Workspace, services: Iterable[Service]) -> dict[str, Path]:
    """Site -> the folder with its files."""
    return {
        one.name: workspace.apps / one.name / one.static.folder for one in services if one.runtime == "static"
    }


def _is_built(workspace: Workspace, site: Service) -> bool:
    if not site.static.build:
        return True
    if not (workspace.apps / site.name / site.static.folder).is_dir():
        return False
    try:
        return bool(json.loads(_stamp(workspace, site).read_text()) == _sources(workspace, site))
    except (OSError, ValueError):
        return False


def _sources(workspace: Workspace, site: Service) -> list[str]:
    """What the files are made from: the code but for what was made of it, and the command."""
    return [digest_of(workspace.apps, site.name, without=site.static.folder), *site.static.build]


def _stamp(workspace: Workspace, site: Service) -> Path:
    """In the cache, since the files outlive `yard down` as installed packages do."""
    return workspace.cache / "sites" / f"{site.name}.json"
