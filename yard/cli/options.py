"""Arguments that several verbs share, so that they are spelt and explained in one way."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yard.config import Workspace, environment_names


def complete_environment(incomplete: str) -> list[str]:
    """Names of the environments that begin with what is typed; none outside a repository."""
    try:
        names = environment_names(Workspace.at())
    except Exception:  # completion must never print an error into the person's prompt
        return []
    return [name for name in names if name.startswith(incomplete)]


EnvironmentArgument = Annotated[
    str,
    typer.Argument(
        metavar="ENV",
        help="An environment: the name of a file in environments/.",
        autocompletion=complete_environment,
        show_default=False,
    ),
]
StacksArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[STACK]…", help="Only these stacks, by full name (dev-catalog).", show_default="all"
    ),
]
OfflineOption = Annotated[
    bool,
    typer.Option(
        "--offline",
        help="Plan with the offline provider and local state: no credentials, no network.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Machine-readable output.", show_default=False)]
AppsOption = Annotated[
    Path | None,
    typer.Option("--apps", metavar="DIR", help="The folder of the services.", show_default="apps/"),
]
EnvironmentsOption = Annotated[
    Path | None,
    typer.Option(
        "--environments", metavar="DIR", help="The folder of the environments.", show_default="environments/"
    ),
]
YesOption = Annotated[
    bool, typer.Option("--yes", "-y", help="Do not ask before changing anything.", show_default=False)
]


def workspace(apps: Path | None, environments: Path | None) -> Workspace:
    """The repository around the current folder, with the folders that the person pointed elsewhere."""
    return Workspace.at(apps=apps, environments=environments)
