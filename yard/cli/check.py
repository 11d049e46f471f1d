"""`yard check`: the policies on the JSON that Terraform will get."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from yard.cli import console
from yard.cli.options import AppsOption, EnvironmentArgument, EnvironmentsOption, JsonOption, workspace

if TYPE_CHECKING:
    from yard.policy import Report

EXCEPTIONS = Path("policies/exceptions.yaml")


def check(
    environment: EnvironmentArgument,
    as_json: JsonOption = False,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Run the policies on every stack of an environment; exit status 1 if one fails."""
    from yard.policy import check as run_policies
    from yard.synth import synthesise

    place = workspace(apps, environments)
    with tempfile.TemporaryDirectory(prefix="yard-check-") as scratch:
        synthesis = synthesise(place, environment, Path(scratch))
        with console.err.status(f"Checking the policies on {len(synthesis.stacks)} stacks …"):
            report = run_policies(synthesis, place.root / EXCEPTIONS)
    if as_json:
        console.print_json(report.as_json())
    else:
        print_report(report)
    if report.failed:
        raise typer.Exit(1)


def print_report(report: Report) -> None:
    """Print the failures grouped by policy, each with its resource, its construct and the fix; then the counts."""
    by_policy: dict[str, list[int]] = {}
    for index, finding in enumerate(report.failed):
        by_policy.setdefault(finding.policy, []).append(index)
    for policy, indices in sorted(by_policy.items()):
        first = report.failed[indices[0]]
        console.out.print(Text.assemble((f"{policy} ", "bold red"), (first.message, "bold")))
        for index in indices:
            finding = report.failed[index]
            console.out.print(Text(f"  {finding.resource}"))
            if finding.construct:
                console.out.print(Text(f"    {finding.construct}", style="dim"))
        if first.fix:
            console.out.print(Text(f"  Fix: {first.fix}"))
    style = "red" if report.failed else "green"
    console.out.print(
        Text(
            f"{report.passed} passed, {len(report.failed)} failed, {len(report.excepted)} excepted"
            f" in {console.seconds(report.seconds)}.",
            style=style,
        )
    )
