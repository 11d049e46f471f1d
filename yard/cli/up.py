"""`yard up`: a whole environment on this machine, behind one address."""

from __future__ import annotations

import contextlib
import signal
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from yard.cli import console
from yard.cli.options import AppsOption, EnvironmentsOption, complete_environment, workspace
from yard.config import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yard.config import Workspace
    from yard.local import Progress

WIDEST_TABLE = 240

LocalEnvironmentArgument = Annotated[
    str,
    typer.Argument(
        metavar="[ENV]",
        help="An environment with `cloud: emulated`.",
        autocompletion=complete_environment,
        show_default=True,
    ),
]


def up(
    environment: LocalEnvironmentArgument = "local",
    detach: Annotated[
        bool,
        typer.Option("--detach", "-d", help="Return once everything is healthy.", show_default=False),
    ] = False,
    watch: Annotated[
        bool,
        typer.Option(
            "--watch",
            "-w",
            help="Start a service anew when its code changes, build a site, apply a manifest.",
            show_default=False,
        ),
    ] = False,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            "-p",
            min=1024,
            max=65535,
            help="The gateway's port.",
            show_default="the one it has, else 8080",
        ),
    ] = None,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Bring an environment up here: emulated AWS, Terraform, services, gateway. Ctrl-C stops it all."""
    from yard.cli.check import print_report
    from yard.cli.down import take_down
    from yard.local import PolicyFailedError, bring_up

    place = workspace(apps, environments)
    if watch and detach:
        raise InputError("--watch tells in the terminal what it does. Leave --detach out, or --watch.")
    if not detach:
        _end_like_ctrl_c(signal.SIGTERM, signal.SIGHUP)
    try:
        with progress() as shown:
            result = bring_up(place, environment, port=port, progress=shown)
        print_services(place, result.status)
        if not result.changed:
            console.out.print("Nothing changed: everything was up already.")
        if detach:
            console.out.print(
                Text("`yard logs -f` follows the logs, `yard down` stops everything.", style="dim")
            )
            return
        with watching(place, environment) if watch else contextlib.nullcontext():
            _stream(place, environment)
    except PolicyFailedError as failure:
        print_report(failure.report)
        raise
    except KeyboardInterrupt:
        if detach:
            raise
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
        take_down(place, environment, destroy=False)  # whoever presses Ctrl-C waits


@contextlib.contextmanager
def watching(place: Workspace, environment: str) -> Iterator[None]:
    """Watch the code for as long as the body runs, telling on standard error what comes of it."""
    from yard.local.watch import Watcher

    watcher = Watcher(place, environment, lambda text: console.err.print(Text(f"⟳ {text}", style="cyan")))
    watcher.start()
    try:
        yield
    finally:
        watcher.stop()


class progress:  # noqa: N801 - reads as the function that it stands for
    """Shows what happens now on a moving line, and each finished step on a line of its own, on standard error."""

    def __init__(self) -> None:
        self._status = console.err.status("")

    def __enter__(self) -> Progress:
        from yard.local import Progress

        self._status.start()
        return Progress(tell=lambda text: self._status.update(Text(text)), done=_done)

    def __exit__(self, *_: object) -> None:
        self._status.stop()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leave the terminal to somebody who is asked something."""
        self._status.stop()
        yield
        self._status.start()


def print_services(place: Workspace, status: dict[str, Any]) -> None:
    """Print services, functions and databases with their health, then the gateway and the emulated AWS."""
    table = Table("SERVICE", "ADDRESS", "HEALTH", "TASKS", box=None, pad_edge=False)
    for name, service in status["services"].items():
        healthy = sum(task["health"] == "healthy" for task in service["tasks"])
        colour = "green" if service["healthy"] else "red"
        table.add_row(
            name,
            "\n".join(addresses(status["gateway"], service["routes"])) or "none: takes no requests",
            Text(f"{healthy} of {service['desired_count']} healthy", style=colour),
            "\n".join(f"{task['address']} (pid {task['pid']}) {task['health']}" for task in service["tasks"]),
        )
    _print_whole(table)
    if status["functions"]:
        _print_whole(functions_table(status))
    if status["sites"]:
        _print_whole(sites_table(place, status))
    if status["databases"]:
        _print_whole(databases_table(status["databases"]))
    for note in status["notes"]:
        console.out.print(Text(note, style="dim"))
    for label, address in (("Gateway", status["gateway"]), ("AWS", status["aws"])):
        console.out.print(Text.assemble((f"{label}: ", "bold"), address or "does not answer"))


def functions_table(status: dict[str, Any]) -> Table:
    """What invokes each function, and how many workers wait for it."""
    table = Table("FUNCTION", "INVOKED BY", "HEALTH", "WORKERS", box=None, pad_edge=False)
    for name, function in status["functions"].items():
        health, colour = ("healthy", "green") if function["healthy"] else ("no worker is ready", "red")
        invoked_by = [
            *addresses(status["gateway"], function["routes"]),
            *(f"queue {q}" for q in function["queues"]),
        ]
        table.add_row(
            name,
            "\n".join(invoked_by) or "nothing on this machine",
            Text(health, style=colour),
            "\n".join(f"pid {worker['pid']} {worker['state']}" for worker in function["workers"]),
        )
    return table


def sites_table(place: Workspace, status: dict[str, Any]) -> Table:
    """Where each static site is, and which files it is made of."""
    table = Table("SITE", "ADDRESS", "HEALTH", "FILES", box=None, pad_edge=False)
    for name, site in status["sites"].items():
        health, colour = ("healthy", "green") if site["healthy"] else ("does not answer", "red")
        places = "\n".join(addresses(status["gateway"], site["routes"]))
        table.add_row(name, places, Text(health, style=colour), place.shown(Path(site["folder"])))
    return table


def databases_table(databases: dict[str, Any]) -> Table:
    """What the real servers on this machine hold: where, under which name, how healthy."""
    table = Table("DATABASE", "ENGINE", "ADDRESS", "HEALTH", box=None, pad_edge=False)
    for name, database in databases.items():
        health, colour = ("healthy", "green") if database["healthy"] else ("does not answer", "red")
        place = f"{database['address']}/{database['name']} (pid {database['pid']})"
        table.add_row(name, database["engine"], place, Text(health, style=colour))
    return table


def _print_whole(table: Table) -> None:
    """Print a table as wide as it is: an address is there to be copied, so never cut."""
    wide = console.out.options.update(max_width=WIDEST_TABLE)
    table.width = Measurement.get(console.out, wide, table).maximum
    console.out.print(table, crop=False)


def addresses(gateway: str | None, routes: list[str]) -> list[str]:
    """Where a service answers: its routes below the gateway, each once, without the wildcard at the end."""
    plain = dict.fromkeys(route.removesuffix("*").rstrip("/") for route in routes)
    return [f"{gateway or ''}{route or '/'}" for route in plain]


def _done(text: str, took: float) -> None:
    console.err.print(Text.assemble(("✓ ", "green"), text, (f"  {console.seconds(took)}", "dim")))


def _stream(place: Workspace, environment: str) -> None:
    """Print log lines until Ctrl-C, or until somebody else brings the environment down."""
    from yard.cli.logs import print_lines

    console.err.print(Text("Logs of all services; Ctrl-C stops everything.", style="dim"))
    for lines in _lines_while_it_runs(place, environment):
        print_lines(lines)
    console.err.print(f"{environment} was brought down by somebody else.")


def _lines_while_it_runs(place: Workspace, environment: str) -> Iterator[Any]:
    from yard.local import LocalFolder
    from yard.local.output import follow

    folder = LocalFolder.of(place, environment)
    for lines in follow(folder.logs, None):
        if not lines and not folder.path.exists():
            return
        yield lines


def _end_like_ctrl_c(*numbers: signal.Signals) -> None:
    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in numbers:
        if signal.getsignal(number) is not signal.SIG_IGN:  # `nohup yard up` is to outlive its terminal
            signal.signal(number, interrupt)
