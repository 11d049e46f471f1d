"""`yard graph`: the architecture of an environment as a picture, drawn from its stacks."""

from __future__ import annotations

import tempfile
from pathlib import Path

from yard.cli import console
from yard.cli.options import AppsOption, EnvironmentArgument, EnvironmentsOption, JsonOption, workspace


def graph(
    environment: EnvironmentArgument,
    as_json: JsonOption = False,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Print the architecture of an environment as a Mermaid flowchart; `--json` gives its nodes and edges."""
    from yard.graph import architecture, as_mermaid
    from yard.synth import synthesise

    with tempfile.TemporaryDirectory(prefix="yard-graph-") as scratch:
        synthesis = synthesise(workspace(apps, environments), environment, Path(scratch))
        found = architecture(environment, {name: stack.json for name, stack in synthesis.stacks.items()})
    if as_json:
        console.print_json(found.as_json())
    else:
        console.out.print(as_mermaid(found), markup=False, highlight=False, end="", soft_wrap=True)
