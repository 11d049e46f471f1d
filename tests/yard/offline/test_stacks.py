"""Every stack of every environment: its plan can be applied, and a second plan is empty."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from yard.config import Workspace, environment_names
from yard.synth import synthesise

from .conftest import Terraform

ENVIRONMENTS = environment_names(Workspace.at())


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_second_plan_is_empty(environment: str, terraform: Terraform, tmp_path: Path) -> None:
    synthesis = synthesise(Workspace.at(), environment, tmp_path / "out")
    empty: dict[str, Any] = {}

    for name, stack in synthesis.stacks.items():
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(stack.path, folder / "cdk.tf.json")
        (folder / "offline_override.tf.json").write_text(json.dumps(_local(tmp_path, stack.json)))
        run = Terraform(folder, terraform.cache, terraform.command, account=synthesis.environment.account)
        run.configuration = {"resource": stack.json["resource"]}
        run.init().apply()
        shutil.copy(folder / "terraform.tfstate", tmp_path / f"{name}.tfstate")
        empty[name] = run.actions()

    assert empty == {name: {} for name in synthesis.stacks}


def _local(states: Path, stack: dict[str, Any]) -> dict[str, Any]:
    """State on disk in place of S3, for the stack and for those whose outputs it reads."""
    remote = {}
    for name, source in stack.get("data", {}).get("terraform_remote_state", {}).items():
        upstream = source["config"]["key"].rpartition("/")[2]
        remote[name] = {"backend": "local", "config": {"path": str(states / upstream)}}
    override: dict[str, Any] = {"terraform": {"backend": {"local": {}}}}
    return override | ({"data": {"terraform_remote_state": remote}} if remote else {})
