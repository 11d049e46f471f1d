"""`yard list`: the stacks of an environment, or of all of them, in the order in which they are applied."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from yard.cli import console
from yard.cli.options import AppsOption, EnvironmentsOption, JsonOption, complete_environment, workspace


def list_stacks(
    environment: Annotated[
        str | None,
        typer.Argument(
            metavar="[ENV]",
            help="Only this environment.",
            autocompletion=complete_environment,
            show_default="all",
        ),
    ] = None,
    as_json: JsonOption = False,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Show the stacks, what each needs first, and how many resources it holds."""
    from yard.config import environment_names
    from yard.synth import synthesise

    place = workspace(apps, environments)
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory(prefix="yard-list-") as scratch:
        for name in [environment] if environment else environment_names(place):
            synthesis = synthesise(place, name, Path(scratch) / name)
            rows += [
                {
                    "environment": name,
                    "stack": stack.name,
                    "needs": list(stack.dependencies),
                    "resources": sum(len(group) for group in stack.json.get("resource", {}).values()),
                }
                for stack in synthesis.stacks.values()
            ]
    if as_json:
        console.print_json(rows)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("ENVIRONMENT", "STACK", "NEEDS"):
        table.add_column(heading)
    table.add_column("RESOURCES", justify="right")
    for row in rows:
        needs = row["needs"]
        assert isinstance(needs, list)
        table.add_row(
            str(row["environment"]), str(row["stack"]), ", ".join(needs) or "-", str(row["resources"])
        )
    console.out.print(table)
