"""`yard plan`, `apply`, `destroy` and `drift`: what Terraform would change, changes, or finds changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    StacksArgument,
    YesOption,
    workspace,
)

if TYPE_CHECKING:
    from yard.engine import Engine, EnvironmentPlan

COUNTS = ("add", "change", "replace", "destroy")
STYLES = {"add": "green", "change": "yellow", "replace": "magenta", "destroy": "red"}
MARKS = {"create": "+", "update": "~", "delete": "-", "read": "<"}

ResourcesOption = Annotated[
    bool, typer.Option("--resources", "-r", help="Also list every resource that changes.", show_default=False)
]

AllowReplaceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-replace",
        metavar="ADDRESS",
        help="Let the plan replace or destroy this resource, which holds data: ADDRESS or STACK:ADDRESS. Repeatable.",
        show_default=False,
    ),
]


WithDataOption = Annotated[
    str | None,
    typer.Option(
        "--with-data",
        metavar="ENV",
        help="Destroy what holds data too: repeat the environment's name. Without it destroy asks for the name,"
        " and with --yes refuses.",
        show_default=False,
    ),
]


def plan(
    environment: EnvironmentArgument,
    stacks: StacksArgument = None,
    offline: OfflineOption = False,
    resources: ResourcesOption = False,
    as_json: JsonOption = False,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Show what Terraform would add, change, replace and destroy, per stack and in all."""
    with engine_of(environment, offline, apps, environments) as engine:
        result = engine.plan(stacks or None)
    _print(result, as_json=as_json, resources=resources, done=False)
    _warn_of_losses(result)


def apply(
    environment: EnvironmentArgument,
    stacks: StacksArgument = None,
    offline: OfflineOption = False,
    yes: YesOption = False,
    allow_replace: AllowReplaceOption = None,
    as_json: JsonOption = False,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Make it so: plan, ask, and apply the stacks in the order in which they need each other.

    A plan that replaces or destroys what holds data is refused, unless --allow-replace names it.
    """
    from yard.engine import guard, refuse_losses

    allowed = allow_replace or []
    with engine_of(environment, offline, apps, environments) as engine:
        # Nothing is applied before everything was looked at, where there is something to lose.
        if not yes or not engine.offline or engine.holds_anything():
            planned = engine.plan(stacks or None)
            if not yes:
                _print(planned, as_json=False, resources=True, done=False)
            refuse_losses(planned.stacks.values(), allowed)
            if not yes:
                _ask("Apply this?", changes=_changes(planned.as_json()))
        result = engine.apply(stacks or None, inspect=guard(allowed))
    _print(result, as_json=as_json, resources=False, done=True)


def destroy(
    environment: EnvironmentArgument,
    stacks: StacksArgument = None,
    offline: OfflineOption = False,
    yes: YesOption = False,
    with_data: WithDataOption = None,
    as_json: JsonOption = False,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Destroy the stacks, the last applied first.

    Refused where the environment is protected, and where something holds data unless its name is repeated.
    """
    from yard.engine import refuse_protected, refuse_unnamed

    with engine_of(environment, offline, apps, environments) as engine:
        found = engine.synthesis.environment
        refuse_protected(engine.synthesis, stacks or None)
        # The emulated AWS is on this machine, and `yard down` takes it away whole.
        held = {} if found.cloud == "emulated" else engine.holdings(stacks or None)
        if held and not yes and with_data is None and sys.stdin.isatty():
            _ask_for_name(found.name, held)
        else:
            refuse_unnamed(found, held, with_data)
            if not yes:
                names = ", ".join(stacks or reversed(engine.synthesis.stacks))
                _ask(f"Destroy everything in {names}?", changes=1)
        result = engine.destroy(stacks or None)
    _print(result, as_json=as_json, resources=False, done=True)


def drift(
    environment: EnvironmentArgument,
    offline: OfflineOption = False,
    as_json: JsonOption = False,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Show what somebody changed behind Terraform's back; exit status 1 if anything was."""
    with engine_of(environment, offline, apps, environments) as engine:
        result = engine.drift()
    _print(result, as_json=as_json, resources=True, done=False)
    if _changes(result.as_json()):
        raise typer.Exit(1)


@contextmanager
def engine_of(
    environment: str, offline: bool, apps: Path | None, environments: Path | None
) -> Iterator[Engine]:
    """The engine of an environment, with its stacks synthesised; progress goes to standard error."""
    from yard.local.session import engine_for

    place = workspace(apps, environments)
    with (
        console.err.status("") as status,
        engine_for(place, environment, offline=offline, tell=status.update) as engine,
    ):
        yield engine


def _warn_of_losses(planned: EnvironmentPlan) -> None:
    from yard.engine import losses

    for stack in planned.stacks.values():
        for change in losses(stack):
            console.err.print(
                f"{stack.name}: {change.address} holds data, and this plan would {change.count} it:"
                " yard apply refuses it without --allow-replace.",
                style="magenta",
                markup=False,
            )


def show_and_ask(planned: EnvironmentPlan, question: str) -> None:
    """Print a plan with its resources, and go on only where somebody says yes; typer's Exit or Abort otherwise."""
    _print(planned, as_json=False, resources=True, done=False)
    _ask(question, changes=_changes(planned.as_json()))


def _ask_for_name(name: str, held: dict[str, list[str]]) -> None:
    """Show what holds data, and go on only where somebody types the environment's name; typer's Abort otherwise."""
    for stack, addresses in held.items():
        for address in addresses:
            console.err.print(f"{stack}: {address} holds data.", style="magenta", markup=False)
    if (
        typer.prompt(f"All of it would be gone. Type {name} to destroy it", default="", show_default=False)
        != name
    ):
        raise typer.Abort


def _ask(question: str, *, changes: int) -> None:
    if not changes:
        return
    if not sys.stdin.isatty():
        console.err.print("Nobody is there to ask: repeat the command with --yes to go ahead.")
        raise typer.Exit(1)
    typer.confirm(question, abort=True)


def _changes(result: dict[str, Any]) -> int:
    return sum(result["total"][count] for count in COUNTS)


def _print(result: EnvironmentPlan, *, as_json: bool, resources: bool, done: bool) -> None:
    document = result.as_json()
    if as_json:
        console.print_json(document)
        return
    if resources:
        for name, stack in document["stacks"].items():
            for resource in stack["resources"]:
                console.out.print(_resource_line(name, resource))
    table = Table(box=None, pad_edge=False)
    table.add_column("STACK")
    for count in (*COUNTS, "seconds"):
        table.add_column(count.upper(), justify="right")
    for name, stack in document["stacks"].items():
        table.add_row(name, *_cells(stack), f"{stack['seconds']:.1f}")
    table.add_row("total", *_cells(document["total"]), f"{document['seconds']:.1f}", style="bold")
    console.out.print(table)
    for note in dict.fromkeys(stack["note"] for stack in document["stacks"].values() if "note" in stack):
        names = [name for name, stack in document["stacks"].items() if stack.get("note") == note]
        console.out.print(Text(f"{', '.join(names)}: {note}.", style="dim"))
    if not _changes(document):
        console.out.print("Nothing changed." if done else "Nothing to change.")


def _cells(counts: dict[str, Any]) -> list[Text]:
    return [Text(str(counts[count]), style=STYLES[count] if counts[count] else "dim") for count in COUNTS]


def _resource_line(stack: str, resource: dict[str, Any]) -> Text:
    actions = resource["actions"]
    mark = (
        "-/+"
        if set(actions) == {"create", "delete"}
        else "".join(MARKS.get(action, "") for action in actions)
    )
    kind = {"+": "add", "~": "change", "-": "destroy", "-/+": "replace"}.get(mark, "")
    return Text.assemble(
        (f"{mark:>3} ", STYLES.get(kind, "")),
        f"{stack}: {resource['address']}",
        ("  " + (resource["construct"] or ""), "dim"),
    )
