"""`yard check`: the policies on the JSON that Terraform will get."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from yard.cli import console
from yard.cli.options import (
    AppsOption,
    EnvironmentsOption,
    JsonOption,
    complete_environment,
    workspace,
)
from yard.config import InputError, Workspace, environment_names

if TYPE_CHECKING:
    from yard.policy import Finding, Judged, Report
    from yard.synth import Synthesis

EXCEPTIONS = Path("policies/exceptions.yaml")
HEADINGS = ("CONSTRUCT", "MADE BY", "BECAUSE OF")
STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan"}

EnvironmentsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ENV…",
        help="One or more environments: the names of files in environments/.",
        autocompletion=complete_environment,
        show_default=False,
    ),
]


def check(
    environment: EnvironmentsArgument = None,
    every: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Every environment; only then is it certain which exceptions are unused.",
            show_default=False,
        ),
    ] = False,
    planned: Annotated[
        bool,
        typer.Option(
            "--plan",
            help="Judge the values of an offline plan too: slower, looks through references.",
            show_default=False,
        ),
    ] = False,
    as_json: JsonOption = False,
    sarif: Annotated[
        Path | None,
        typer.Option(
            "--sarif", metavar="FILE", help="Also write SARIF 2.1.0 (code scanning).", show_default=False
        ),
    ] = None,
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Also write JUnit XML.", show_default=False)
    ] = None,
    apps: AppsOption = None,
    environments: EnvironmentsOption = None,
) -> None:
    """Run the policies on every stack of an environment and its account; exit status 1 if one fails."""
    place = workspace(apps, environments)
    known = environment_names(place)
    report = _report(place, known if every else _named(environment, known), planned=planned)
    if sarif:
        from yard.policy.sarif import as_sarif

        _write(sarif, as_sarif(report))
    if junit:
        from yard.policy.junit import as_junit

        _write(junit, as_junit(report))
    if as_json:
        console.print_json(report.as_json())
    else:
        print_report(report)
    if report.failed:
        raise typer.Exit(1)


def _report(place: Workspace, names: list[str], *, planned: bool) -> Report:
    from yard.policy import known_environments, report_on

    started = time.perf_counter()
    with console.err.status("Checking the policies …"):
        found = [_judged(place, name, planned=planned) for name in names]
        report = report_on(found, place.root / EXCEPTIONS, known=known_environments(place))
    return replace(report, seconds=time.perf_counter() - started)


def _judged(place: Workspace, name: str, *, planned: bool) -> Judged:
    """What the policies say of an environment: as remembered where no file changed, else synthesised and judged."""
    from yard.policy import Unchanged, judged

    before = Unchanged(place, name)
    found = None if planned else before.recall()
    if found is None:
        from yard.synth import synthesise

        with tempfile.TemporaryDirectory(prefix="yard-check-") as scratch:
            synthesis = synthesise(place, name, Path(scratch), with_state=True)
            found = judged(synthesis, cache=place.cache, plans=_plans(place, synthesis) if planned else None)
        if not planned:
            before.remember(found)
    return found


def _plans(place: Workspace, synthesis: Synthesis) -> dict[str, dict[str, Any]]:
    """Stack -> the whole offline plan."""
    from yard.engine import Engine

    engine = Engine(place, synthesis, offline=True)
    engine.plan(show=True)
    return engine.shown


def print_report(report: Report) -> None:
    """Print what failed, policy by policy with the fix, then the counts."""
    for policy, group in groupby(report.failed, key=lambda finding: finding.policy):
        _print_policy(policy, list(group))
    style = "red" if report.failed else "green"
    console.out.print(
        Text(
            f"{report.passed} passed, {len(report.failed)} failed, {len(report.excepted)} excepted"
            f" in {console.seconds(report.seconds)}.",
            style=style,
        )
    )


def _print_policy(policy: str, findings: list[Finding]) -> None:
    first = findings[0]
    console.out.print(
        Text.assemble(
            (f"{policy} ", STYLES.get(first.severity, "bold red")),
            (first.message, "bold"),
            (f" ({first.severity})" if first.severity != "unrated" else "", "dim"),
        )
    )
    if first.why:
        console.out.print(Text(f"  Why: {first.why}"))
    if first.fix:
        console.out.print(Text(f"  Fix: {first.fix}"))
    if first.page:
        console.out.print(Text(f"  From: {first.page}", style="dim"))
    rows = [(one.construct or one.resource, one.source, one.manifest_key) for one in findings]
    widths = [max(map(len, column)) for column in zip(HEADINGS, *rows, strict=True)]
    for row in (HEADINGS, *rows):
        cells = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        console.out.print(Text(f"  {cells}".rstrip(), style="dim" if row is HEADINGS else ""))
    console.out.print()


def _named(names: list[str] | None, known: list[str]) -> list[str]:
    if not names:
        raise InputError(f"yard check: name an environment ({', '.join(known)}), or pass --all.")
    return list(dict.fromkeys(names))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise InputError(
            f"{path}: cannot be written ({error.strerror}). Name a file in a folder that exists."
        ) from error
