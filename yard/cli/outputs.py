"""`yard outputs`: what the applied stacks tell."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from yard.cli import console
from yard.cli.options import AppsOption, EnvironmentArgument, EnvironmentsOption, JsonOption, OfflineOption


def outputs(
    environment: EnvironmentArgument,
    offline: OfflineOption = False,
    as_json: JsonOption = False,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Show the outputs of every applied stack; the values of sensitive ones stay hidden."""
    from yard.cli.plan import engine_of

    with engine_of(environment, offline, apps, environments) as engine:
        found = engine.outputs()
    if as_json:
        console.print_json(found)
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("STACK")
    table.add_column("OUTPUT")
    table.add_column("VALUE", overflow="fold")  # an address is copied: it must be whole
    for stack, values in found.items():
        for name, value in values.items():
            table.add_row(stack, name, Text(str(value)))
    console.out.print(table if table.row_count else "Nothing is applied.")
