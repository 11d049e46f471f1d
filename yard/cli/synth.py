"""`yard synth`: from YAML to the JSON that Terraform reads."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from yard.cli import console
from yard.cli.options import AppsOption, EnvironmentArgument, EnvironmentsOption, JsonOption, workspace


def synth(
    environment: EnvironmentArgument,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="DIR",
            help="Where to write stacks/STACK/cdk.tf.json.",
            show_default="cdktf.out/",
        ),
    ] = None,
    as_json: JsonOption = False,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Write the Terraform JSON of every stack of an environment."""
    from yard.synth import synthesise

    started = time.perf_counter()
    place = workspace(apps, environments)
    synthesis = synthesise(place, environment, out or place.out)
    took = time.perf_counter() - started
    if as_json:
        console.print_json(
            {
                "environment": environment,
                "out": str(synthesis.out),
                "stacks": {
                    name: {"path": str(stack.path), "dependencies": list(stack.dependencies)}
                    for name, stack in synthesis.stacks.items()
                },
                "seconds": round(took, 3),
            }
        )
        return
    for stack in synthesis.stacks.values():
        console.out.print(str(stack.path), markup=False)
    console.err.print(f"{len(synthesis.stacks)} stacks of {environment} in {console.seconds(took)}.")
