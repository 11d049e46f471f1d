"""`yard deploy` and `yard rollback`: what runs in an environment, changed and changed back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from yard.cli import console
from yard.cli.options import (
    AppsOption,
    EnvironmentArgument,
    EnvironmentsOption,
    JsonOption,
    OfflineOption,
    YesOption,
    workspace,
)
from yard.cli.plan import AllowReplaceOption

if TYPE_CHECKING:
    from yard.config import Workspace
    from yard.engine import EnvironmentPlan
    from yard.release import Deployed, Wanted

ServiceArgument = Annotated[
    str,
    typer.Argument(metavar="SERVICE", help="A service: the name of a folder in apps/.", show_default=False),
]


def deploy(
    environment: EnvironmentArgument,
    service: ServiceArgument,
    image: Annotated[
        str | None,
        typer.Option("--image", metavar="REF", help="The image to run, with its digest.", show_default=False),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--folder",
            metavar="DIR",
            help="What a static site publishes.",
            show_default="the manifest's, built as it says",
        ),
    ] = None,
    zip_file: Annotated[
        Path | None,
        typer.Option("--zip", metavar="FILE", help="The zip of a function on Lambda.", show_default=False),
    ] = None,
    offline: OfflineOption = False,
    yes: YesOption = False,
    allow_replace: AllowReplaceOption = None,
    as_json: JsonOption = False,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Run another version of one service: edit the releases file, plan, ask, apply its stack, wait.

    A static site is uploaded, and CloudFront's cache emptied. Commit the releases file: a release is a commit.
    """
    from yard.release import Given, wanted

    place = workspace(apps, environments)
    with console.err.status("Looking at what is to be deployed …"):
        want = wanted(place, environment, service, Given(image, folder, zip_file))
    _carry_out(place, want, offline=offline, yes=yes, allow_replace=allow_replace, as_json=as_json)


def rollback(
    environment: EnvironmentArgument,
    service: ServiceArgument,
    back: Annotated[
        int, typer.Option("--to", metavar="N", min=1, help="How many releases back.", show_default=True)
    ] = 1,
    list_only: Annotated[
        bool,
        typer.Option("--list", help="Show the earlier releases and change nothing.", show_default=False),
    ] = False,
    offline: OfflineOption = False,
    yes: YesOption = False,
    as_json: JsonOption = False,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Run an earlier version again: the one before, as the commits of the releases file tell.

    Deployments from this machine that nobody has committed yet count too.
    """
    from yard.release import wanted_earlier

    place = workspace(apps, environments)
    if list_only:
        _print_earlier(place, environment, service, as_json=as_json)
        return
    want, earlier = wanted_earlier(place, environment, service, back=back)
    console.err.print(
        Text(f"{service} goes back to {earlier.release}, which it had on {earlier.when}.", style="dim")
    )
    _carry_out(place, want, offline=offline, yes=yes, allow_replace=None, as_json=as_json)


def _carry_out(
    place: Workspace,
    want: Wanted,
    *,
    offline: bool,
    yes: bool,
    allow_replace: list[str] | None,
    as_json: bool,
) -> None:
    from yard.cli.plan import show_and_ask
    from yard.cli.up import progress
    from yard.release import ReleasesFile, Ways
    from yard.release import deploy as carry_out

    shown = progress()

    def confirm(planned: EnvironmentPlan) -> None:
        if not yes:
            with shown.paused():
                show_and_ask(planned, "Deploy this?")

    with shown as heard:
        done = carry_out(place, want, Ways(heard, confirm, tuple(allow_replace or ())), offline=offline)
    _print(done, ReleasesFile.of(place, want.environment).shown, as_json=as_json)


def _print(done: Deployed, file: str, *, as_json: bool) -> None:
    if as_json:
        console.print_json(done.as_json())
        return
    for sentence in done.notes:
        console.out.print(Text(sentence, style="yellow"))
    if done.previous == done.release:
        console.out.print(f"{done.service} had this release already: {done.release}", markup=False)
        return
    console.out.print(f"{done.service} in {done.environment}: {done.release}", markup=False)
    console.out.print(
        Text(f"Before: {done.previous or 'nothing'}. Commit {file}: a release is a commit.", style="dim")
    )


def _print_earlier(place: Workspace, environment: str, service: str, *, as_json: bool) -> None:
    from yard.release import ReleasesFile, earlier_releases, service_named

    service_named(place, environment, service)
    now = ReleasesFile.of(place, environment).get(service)
    found = earlier_releases(place, environment, service)
    if as_json:
        console.print_json(
            {
                "environment": environment,
                "service": service,
                "release": now,
                "earlier": [
                    {"to": back, "release": one.release, "seen": one.when, "commit": one.commit or None}
                    for back, one in enumerate(found, 1)
                ],
            }
        )
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("--to", "RELEASE", "LAST SEEN", "COMMIT"):
        table.add_column(heading)
    table.add_row("", Text(now or "nothing"), "now", "", style="bold")
    for back, one in enumerate(found, 1):
        table.add_row(str(back), Text(one.release), one.when, one.commit or "not committed")
    console.out.print(table)
