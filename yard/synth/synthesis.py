"""One environment synthesised: what Terraform gets, stack by stack, in the order in which it is applied."""

from __future__ import annotations

import gc
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from yard.config import (
    Environment,
    Service,
    Workspace,
    YardError,
    account_neighbours,
    load_environment,
    load_releases,
    load_services,
)
from yard.synth import bindings
from yard.synth.origins import recording

DOCUMENT = "cdk.tf.json"


@dataclass(frozen=True)
class SynthesisedStack:
    """One stack. path: its cdk.tf.json. dependencies: names of the stacks whose outputs it reads.

    origins: construct path -> the line of Python that makes it, `modules/data/dynamodb_table.py:41`.
    """

    name: str
    path: Path
    json: dict[str, Any]
    dependencies: tuple[str, ...]
    origins: Mapping[str, str] = field(default_factory=dict)

    def construct_of(self, address: str) -> str:
        """The path of the construct that made the resource at `TYPE.NAME`; empty where there is none."""
        kind, _, name = address.partition(".")
        body = self.json.get("resource", {}).get(kind, {}).get(name.split("[")[0], {})
        return str(body.get("//", {}).get("metadata", {}).get("path", ""))


@dataclass(frozen=True)
class Synthesis:
    """stacks: by name, each after the stacks that it depends on."""

    environment: Environment
    services: Mapping[str, Service]
    out: Path
    stacks: dict[str, SynthesisedStack]


def synthesise(
    workspace: Workspace, environment_name: str, out: Path, *, with_state: bool = False
) -> Synthesis:
    """Read the environment and its services, and write `out/stacks/<stack>/cdk.tf.json` and `out/manifest.json`.

    with_state: the stack of its account too, which is applied by hand and once; none where the cloud is emulated.
    The same files give the same bytes. Raises InputError where a file is wrong,
    YardError where Node.js is missing.
    """
    # In this order: reading YAML, and telling what is wrong with it, takes 20 ms and must not wait for Node.
    environment = load_environment(workspace, environment_name)
    services = load_services(workspace, environment)
    releases = load_releases(workspace, environment, services)
    accounts = [environment] if with_state and environment.cloud == "aws" else []
    accounts += account_neighbours(workspace, environment) if accounts else []
    out.mkdir(parents=True, exist_ok=True)
    with _without_garbage_collection():
        origins = _run_cdktf(environment, services, releases, accounts, out)
    return Synthesis(environment, services, out, _read_stacks(out, origins))


def _run_cdktf(
    environment: Environment,
    services: Mapping[str, Service],
    releases: Mapping[str, str],
    account: Sequence[Environment],
    out: Path,
) -> Mapping[str, str]:
    """Write the stacks; returns construct path -> the line that made it.

    account: the environments of the account, this one first, where its state stack is wanted.
    """
    node = os.environ.get("JSII_NODE", "node")
    if shutil.which(node) is None:
        raise YardError(
            f"{node}: not found. The constructs of CDK for Terraform run on Node.js: install version 20 or newer so"
            " that `node` is on PATH, or set JSII_NODE to its path."
        )
    # Bindings first: they choose what jsii says and loads when cdktf starts it.
    bindings.install()
    from cdktf import App

    from stacks import build

    app = App(outdir=str(out))
    with recording() as origins:
        build(app, environment, services, releases)
        if account:
            from stacks.state import StateStack

            StateStack(app, account[0], account[1:])
    app.synth()
    return origins


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    # Imports and constructs make 300,000 objects that stay; looking through them again and again is 0.1 s of 1.4 s.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _read_stacks(out: Path, origins: Mapping[str, str]) -> dict[str, SynthesisedStack]:
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))["stacks"]
    dependencies = {name: tuple(sorted(entry["dependencies"])) for name, entry in manifest.items()}
    stacks = {}
    for name in _in_order(dependencies):
        path = out / manifest[name]["synthesizedStackPath"]
        stacks[name] = SynthesisedStack(
            name=name,
            path=path,
            json=json.loads(path.read_text("utf-8")),
            dependencies=dependencies[name],
            origins={
                construct: line for construct, line in origins.items() if construct.split("/")[0] == name
            },
        )
    return stacks


def _in_order(dependencies: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Names so that each stands after what it depends on; among equals as cdktf listed them."""
    sorter = TopologicalSorter(dependencies)
    sorter.prepare()
    place = {name: index for index, name in enumerate(dependencies)}
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=place.__getitem__)
        order += ready
        sorter.done(*ready)
    return order
