"""Builds a site as its manifest says, where nobody names a folder that is built already."""

from __future__ import annotations

import subprocess
from pathlib import Path

from yard.config import InputError, Service, Workspace, YardError

LAST_LINES = 20


def site_folder(workspace: Workspace, service: Service, folder: Path | None) -> tuple[Path, str]:
    """The folder to publish, and how a person would type it.

    folder: named by the person, and taken as it is. Without one the site is built here.
    Raises InputError where the program that builds is missing, YardError where it fails.
    """
    if folder is not None:
        return folder, str(folder)
    home = workspace.apps / service.name
    if service.static.build:
        _build(home, service)
    found = home / service.static.folder
    return found, workspace.shown(found)


def _build(home: Path, service: Service) -> None:
    words = list(service.static.build)
    try:
        done = subprocess.run(
            words, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
    except FileNotFoundError as error:
        raise InputError(
            service.problem(
                "static.build", f"{words[0]} is not installed here. Install it, or name it otherwise."
            )
        ) from error
    if done.returncode:
        ending = "\n".join(done.stdout.splitlines()[-LAST_LINES:])
        raise YardError(f"`{' '.join(words)}` of {service.name} failed ({done.returncode}):\n{ending}")
