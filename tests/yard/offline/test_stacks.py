"""Every stack of every environment: its plan can be applied, and a second plan is empty."""

from __future__ import annotations

import json
import shutil
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
from cdktf import App

from stacks import build
from tests.modules.synthesised import ACCOUNT
from tests.stacks.environments import IMAGE
from tests.stacks.environments import environment as an_environment
from tests.stacks.environments import service as a_service
from yard.config import Workspace, environment_names
from yard.synth import synthesise

from .conftest import Terraform

ENVIRONMENTS = environment_names(Workspace.at())


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_second_plan_is_empty(environment: str, terraform: Terraform, tmp_path: Path) -> None:
    synthesis = synthesise(Workspace.at(), environment, tmp_path / "out")

    empty = second_plans({name: stack.path for name, stack in synthesis.stacks.items()}, terraform, tmp_path)

    assert empty == {name: {} for name in synthesis.stacks}


@pytest.mark.parametrize("compute", ["auto", "nodes", "fargate"])
def test_a_second_plan_of_pods_is_empty(compute: str, terraform: Terraform, tmp_path: Path) -> None:
    where = an_environment(cluster={"compute": compute, "admins": [f"arn:aws:iam::{ACCOUNT}:role/platform"]})
    shop = a_service(runtime="eks", scale={"min": 2, "max": 6}, calls=("quotes",))
    quotes = a_service(name="quotes", runtime="eks", routes=(), scale={"min": 1, "max": 1})
    releases = {"shop": IMAGE, "quotes": IMAGE}

    app = App(outdir=str(tmp_path / "out"))
    build(app, where, {"shop": shop, "quotes": quotes}, releases)
    app.synth()
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())["stacks"]
    order = TopologicalSorter(
        {name: entry["dependencies"] for name, entry in manifest.items()}
    ).static_order()
    stacks = {name: tmp_path / "out" / manifest[name]["synthesizedStackPath"] for name in order}
    assert {"dev-cluster", "dev-quotes", "dev-shop"} <= set(stacks)

    assert second_plans(stacks, terraform, tmp_path) == {name: {} for name in stacks}


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
