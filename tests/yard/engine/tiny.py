"""Stacks so small that Terraform needs no provider for them: `terraform_data` and the state of other stacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from yard.config import Environment, Workspace
from yard.engine import Engine
from yard.synth import Synthesis, SynthesisedStack

ACCOUNT = "111111111111"
BUCKET = f"{ACCOUNT}-eu-west-1-stackyard-state"


def environment(**more: Any) -> Environment:
    return Environment.model_validate(
        {
            "name": "dev",
            "account": ACCOUNT,
            "region": "eu-west-1",
            "zones": ["eu-west-1a", "eu-west-1b"],
            **more,
        }
    )


def workspace(root: Path) -> Workspace:
    (root / "cdktf.json").write_text("{}")
    return Workspace.at(root)


def backend(name: str) -> dict[str, Any]:
    return {
        "bucket": BUCKET,
        "key": f"dev/{name}.tfstate",
        "region": "eu-west-1",
        "use_lockfile": True,
    }


def stack(
    name: str, *, reads: tuple[str, ...] = (), value: str = "one", command: str = "", resources: Any = None
) -> SynthesisedStack:
    """A stack in the shape that cdktf gives it: it holds `value` after those of the stacks that it reads."""
    inputs = [f"${{data.terraform_remote_state.reads_{up}.outputs.cross-stack-output-{up}}}" for up in reads]
    thing: dict[str, Any] = {
        "input": "-".join([*inputs, value]),
        "//": {"metadata": {"path": f"{name}/thing", "uniqueId": "thing"}},
    }
    if command:
        thing["provisioner"] = [{"local-exec": {"command": command}}]
    document: dict[str, Any] = {
        "//": {"metadata": {"stackName": name, "backend": "s3"}},
        "terraform": {"backend": {"s3": backend(name)}},
        "resource": {"terraform_data": {"thing": thing, **(resources or {})}},
        "output": {
            f"cross-stack-output-{name}": {"value": "${terraform_data.thing.output}", "sensitive": True},
            "shown": {"value": "${terraform_data.thing.output}"},
            "hidden": {"value": "secret", "sensitive": True},
        },
    }
    if reads:
        document["data"] = {
            "terraform_remote_state": {
                f"reads_{up}": {"backend": "s3", "config": backend(up)} for up in reads
            }
        }
    return SynthesisedStack(name=name, path=Path(), json=document, dependencies=reads)


def synthesis(*stacks: SynthesisedStack, **more: Any) -> Synthesis:
    return Synthesis(environment(**more), {}, Path(), {one.name: one for one in stacks})


def engine(root: Path, *stacks: SynthesisedStack, offline: bool = True, tell: Any = None) -> Engine:
    return Engine(
        workspace(root),
        synthesis(*stacks),
        offline=offline,
        **({"tell": tell} if tell else {}),
    )


def state_of(root: Path, name: str) -> dict[str, Any]:
    path = root / ".yard" / "dev" / "state" / f"{name}.tfstate"
    return json.loads(path.read_text()) if path.exists() else {}
