"""Plans and applies stacks without an AWS, and then plans them again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from .conftest import Terraform


def second_plans(
    stacks: dict[str, Path], terraform: Terraform, folder: Path
) -> dict[str, dict[str, list[str]]]:
    """Apply the stacks in their order, each in a folder of its own; what a second plan of each would do."""
    found = {}
    for name, path in stacks.items():
        own = folder / name
        own.mkdir()
        shutil.copy(path, own / "cdk.tf.json")
        document = json.loads(path.read_text())
        (own / "offline_override.tf.json").write_text(json.dumps(_local(folder, document)))
        run = Terraform(own, terraform.cache, terraform.command)
        run.account = document["provider"]["aws"][0]["allowed_account_ids"][0]
        run.configuration = {key: document[key] for key in ("terraform", "resource")}
        run.init().apply()
        shutil.copy(own / "terraform.tfstate", folder / f"{name}.tfstate")
        found[name] = run.actions()
    return found


def _local(states: Path, stack: dict[str, Any]) -> dict[str, Any]:
    """State on disk in place of S3, for the stack and for those whose outputs it reads."""
    remote = {}
    for name, source in stack.get("data", {}).get("terraform_remote_state", {}).items():
        upstream = source["config"]["key"].rpartition("/")[2]
        remote[name] = {"backend": "local", "config": {"path": str(states / upstream)}}
    override: dict[str, Any] = {"terraform": {"backend": {"local": {}}}}
    return override | ({"data": {"terraform_remote_state": remote}} if remote else {})
