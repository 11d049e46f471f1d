"""`yard status`: what runs on this machine."""

from __future__ import annotations

import typer
from rich.text import Text

from yard.cli import console
from yard.cli.options import AppsOption, EnvironmentsOption, JsonOption, workspace
from yard.cli.up import LocalEnvironmentArgument, print_services


def status(
    environment: LocalEnvironmentArgument = "local",
    as_json: JsonOption = False,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Show what runs here, where, how healthy; exit status 1 if something is wrong."""
    from yard.local import status_of

    place = workspace(apps, environments)
    found = status_of(place, environment)
    if as_json:
        console.print_json(found)
    elif found["gateway"] or found["aws"] or found["problems"]:
        print_services(place, found)
        for problem in found["problems"]:
            console.out.print(Text.assemble(("! ", "red"), problem))
    else:
        console.out.print(f"Nothing runs for {environment}. `yard up` brings it up.")
    if found["problems"]:
        raise typer.Exit(1)
