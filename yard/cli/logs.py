"""`yard logs`: what the services print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from yard.cli import console
from yard.cli.options import complete_environment, workspace
from yard.config import InputError
from yard.local.output import SUPERVISOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yard.local.output import Line

COLOURS = ("cyan", "green", "magenta", "blue", "yellow", "bright_cyan", "bright_green", "bright_magenta")
LABEL_WIDTH = 12
_colours: dict[str, str] = {}


def logs(
    service: Annotated[
        str | None, typer.Argument(metavar="[SERVICE]", help="One service.", show_default="all")
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on with new lines until Ctrl-C.", show_default=False)
    ] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, help="How many of the last lines.")] = 100,
    colour: Annotated[
        bool, typer.Option("--color/--no-color", help="Colours, where the output is a terminal.")
    ] = True,
    environment: Annotated[
        str,
        typer.Option(
            "--env", "-e", metavar="ENV", help="Of which environment.", autocompletion=complete_environment
        ),
    ] = "local",
) -> None:
    """Show the last lines of one service, or of all merged by time."""
    from yard.local import LocalFolder
    from yard.local.output import follow as new_lines
    from yard.local.output import last_lines, services_with_logs

    if not colour:
        console.out.no_color = True
    folder = LocalFolder.of(workspace(None, None), environment).logs
    known = services_with_logs(folder)
    if not known:
        raise InputError(f"{environment}: nothing was started, so there are no logs. `yard up` brings it up.")
    if service is not None and service not in known:
        raise InputError(
            f"{service}: no such service has logs in {environment}. Choose from {', '.join(known)}."
        )
    print_lines(last_lines(folder, [service] if service else known, lines))
    if follow:
        for fresh in new_lines(folder, [service] if service else None):
            print_lines(fresh)
            if not fresh and not folder.exists():
                return


def print_lines(lines: Iterable[Line]) -> None:
    """Print each line behind its task's name, one colour per service; the supervisor's own words are dim."""
    for line in lines:
        own = line.source == SUPERVISOR
        style = "dim" if own else colour_of(line.service)
        label = line.service if own else line.source
        console.out.print(
            Text.assemble((f"{label:<{LABEL_WIDTH}} | ", style), (line.text, "italic" if own else ""))
        )


def colour_of(service: str) -> str:
    """The service's colour: the next one when it is first seen, so that neighbours differ."""
    return _colours.setdefault(service, COLOURS[len(_colours) % len(COLOURS)])
