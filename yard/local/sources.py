"""Which folders of services and environments a local run was read from, for whoever works on it later."""

from __future__ import annotations

import json
from pathlib import Path

from yard.config import InputError, Workspace
from yard.local.folder import LocalFolder


def remember(workspace: Workspace, folder: LocalFolder) -> None:
    """Write them down beside the run."""
    sources = {"apps": str(workspace.apps), "environments": str(workspace.environments)}
    folder.sources_record.write_text(json.dumps(sources))


def as_it_came_up(workspace: Workspace, folder: LocalFolder) -> Workspace:
    """The workspace with the folders that `yard up` read, as far as they still exist."""
    try:
        sources = {key: Path(text) for key, text in json.loads(folder.sources_record.read_text()).items()}
        return Workspace.at(workspace.root, **sources)
    except (OSError, ValueError, TypeError, InputError):
        return workspace
