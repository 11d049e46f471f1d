"""Seconds of init and plan: all of `dev` with ours, and what both know of it with ours and with hashicorp/aws 3.39.0.

The genuine provider comes from a PyPI package for developers; without it only the first figure is printed. Both plan
the same pruned stacks, with values in place of references and nothing applied, one stack after the other.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.conformance.genuine import (
    MISSING,
    UNSEEN,
    GenuineTerraform,
    find_archive,
    required_provider,
    unpack,
)
from tests.conformance.ours import OurTerraform
from tests.conformance.stacks import genuine_documents
from yard.config import Workspace
from yard.engine import Engine
from yard.synth import Synthesis, synthesise

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        workspace = replace(Workspace.at(ROOT), state_dir=folder / "yard")
        synthesis = synthesise(Workspace.at(ROOT), "dev", folder / "out")
        everything(workspace, synthesis)
        archive = find_archive()
        if archive is None:
            print(f"hashicorp/aws 3.39.0: {MISSING}")
        else:
            side_by_side(workspace, synthesis, unpack(archive), folder)
    print(f"load average: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")


def everything(workspace: Workspace, synthesis: Synthesis) -> None:
    """The engine over all stacks, as `yard plan dev --offline` runs it: the first time, then again."""

    def plan() -> None:
        Engine(workspace, synthesis, offline=True).plan()

    count = sum(
        len(named) for stack in synthesis.stacks.values() for named in stack.json["resource"].values()
    )
    print(f"all of dev, {len(synthesis.stacks)} stacks, {count} resources, ours:")
    print(f"  init and plan, nothing cached: {seconds(plan):6.2f} s")
    shown("plan again", [seconds(plan) for _ in range(RUNS)])


def side_by_side(workspace: Workspace, synthesis: Synthesis, mirror: Path, folder: Path) -> None:
    """Both providers over the same documents."""
    stack = GenuineTerraform(folder / "schema", mirror).write({"terraform": required_provider()}).init()
    documents = genuine_documents(workspace, synthesis, stack.schema())
    count = sum(len(named) for document in documents.values() for named in document["resource"].values())
    print(f"what both know of dev, {len(documents)} stacks, {count} resources:")
    account, cache = synthesis.environment.account, workspace.cache
    theirs = [GenuineTerraform(folder / "theirs" / name, mirror) for name in documents]
    ours: list[GenuineTerraform] = [
        OurTerraform(folder / "ours" / name, mirror, account=account, cache=cache) for name in documents
    ]
    for name, runs in (("hashicorp/aws 3.39.0", theirs), ("ours", ours)):
        for run, document in zip(runs, documents.values(), strict=True):
            run.write(for_ours(document) if name == "ours" else document)
        print(f"  {name}, init: {seconds(lambda runs=runs: [run.init() for run in runs]):6.2f} s")  # type: ignore[misc]
        shown(f"{name}, plan", [seconds(lambda runs=runs: [run.plan() for run in runs]) for _ in range(RUNS)])  # type: ignore[misc]


def for_ours(document: dict[str, object]) -> dict[str, object]:
    """The same stack, asking for the release that the bindings are of."""
    text = json.loads(json.dumps(document))
    settings = {name: value for name, value in text["provider"]["aws"][0].items() if name not in UNSEEN}
    return {**text, "terraform": required_provider("6.25.0"), "provider": {"aws": [settings]}}


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def shown(name: str, times: list[float]) -> None:
    """Print the median of `times`, and their range."""
    print(
        f"  {name}: {statistics.median(times):6.2f} s (median of {len(times)}, {min(times):.2f} to {max(times):.2f})"
    )


if __name__ == "__main__":
    main()
