"""Plans and applies every stack of an environment without an AWS, and then plans it again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from yard.synth import Synthesis

from .conftest import Terraform


def second_plan(synthesis: Synthesis, terraform: Terraform, folder: Path) -> dict[str, Any]:
    """Stack -> what a plan right after an apply would still change."""
    left: dict[str, Any] = {}
    for name, stack in synthesis.stacks.items():
        place = folder / name
        place.mkdir()
        shutil.copy(stack.path, place / "cdk.tf.json")
        (place / "offline_override.tf.json").write_text(json.dumps(_local(folder, stack.json)))
        run = Terraform(place, terraform.cache, terraform.command, account=synthesis.environment.account)
        run.configuration = {"resource": stack.json["resource"]}
        run.init().apply()
        shutil.copy(place / "terraform.tfstate", folder / f"{name}.tfstate")
        left[name] = run.actions()
    return left


def _local(states: Path, stack: dict[str, Any]) -> dict[str, Any]:
    """State on disk in place of S3, for the stack and for those whose outputs it reads."""
    remote = {}
    for name, source in stack.get("data", {}).get("terraform_remote_state", {}).items():
        upstream = source["config"]["key"].rpartition("/")[2]
        remote[name] = {"backend": "local", "config": {"path": str(states / upstream)}}
    override: dict[str, Any] = {"terraform": {"backend": {"local": {}}}}
    return override | ({"data": {"terraform_remote_state": remote}} if remote else {})
