"""`yard package`: the zip of a service on Lambda."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yard.cli import console
from yard.cli.options import AppsOption, EnvironmentsOption, JsonOption, workspace


def package(
    service: Annotated[
        str,
        typer.Argument(
            metavar="SERVICE", help="A service with runtime: lambda: a folder in apps/.", show_default=False
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Where to write the zip.", show_default=".yard/packages/"
        ),
    ] = None,
    environment: Annotated[
        str | None,
        typer.Option(
            "--environment",
            metavar="ENV",
            help="Whose overrides of the manifest hold; only needed where they change how it is packaged.",
            show_default="the first",
        ),
    ] = None,
    as_json: JsonOption = False,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Make the zip of a service on Lambda: code and pinned requirements, the same bytes for the same input."""
    from yard.config import environment_names, load_environment, load_services
    from yard.config.errors import InputError
    from yard.config.keys import closest
    from yard.package import package as make

    place = workspace(apps, environments)
    where = load_environment(place, environment or environment_names(place)[0])
    services = load_services(place, where)
    if service not in services:
        raise InputError(f"{service}: there is no such service. {closest(service, sorted(services))}")
    with console.err.status(f"Packaging {service} …"):
        made = make(place, services[service], out or place.state_dir / "packages")
    if as_json:
        console.print_json(made.as_json())
        return
    mib = 1024 * 1024
    console.out.print(place.shown(made.path), markup=False)
    console.err.print(
        f"{made.digest}: {made.files} files, {made.bytes / mib:.1f} MiB, {made.unzipped_bytes / mib:.1f} MiB unzipped."
        f" Deploy it: yard deploy ENV {service} --zip {place.shown(made.path)}",
        markup=False,
    )
