"""Every stack of every environment: its plan can be applied, and a second plan is empty."""

from __future__ import annotations

import json
from graphlib import TopologicalSorter
from pathlib import Path

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
from .twice import second_plans

ENVIRONMENTS = environment_names(Workspace.at())
DEV = """name: dev
account: "111111111111"
region: eu-west-1
zones: [eu-west-1a, eu-west-1b]
testers: [203.0.113.0/24]
"""
# Everything that a service on ECS may be and have: called and calling, shifting in every way, a worker, jobs.
SERVICES = {
    "orders": """name: orders
team: sales
routes: [/api/orders, /orders]
deploy: {strategy: canary, percent: 10, bake_minutes: 5}
calls: [quotes, stock]
scale: {requests_per_task: 300}
jobs:
  nightly: {schedule: "cron(0 3 * * ? *)", command: [python, -m, orders.nightly]}
""",
    "quotes": "name: quotes\nteam: sales\n",
    "stock": """name: stock
team: sales
routes: [/api/stock]
deploy: {strategy: linear, percent: 20}
calls: [quotes]
""",
    "pages": "name: pages\nteam: sales\nroutes: [/pages]\ndeploy: {strategy: blue_green}\n",
    "mailer": """name: mailer
team: sales
queues: {mails: {}, letters: {}}
scale: {messages_per_task: 100}
""",
}


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


def test_a_second_plan_is_empty_whatever_a_service_on_ecs_asks_for(
    terraform: Terraform, tmp_path: Path
) -> None:
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "dev.yaml").write_text(DEV)
    for name, manifest in SERVICES.items():
        (tmp_path / "apps" / name).mkdir(parents=True)
        (tmp_path / "apps" / name / "service.yaml").write_text(manifest)
    workspace = Workspace.at(apps=tmp_path / "apps", environments=tmp_path / "environments")
    synthesis = synthesise(workspace, "dev", tmp_path / "out")

    empty = second_plans({name: stack.path for name, stack in synthesis.stacks.items()}, terraform, tmp_path)

    assert empty == {name: {} for name in synthesis.stacks}
    assert {f"dev-{name}" for name in SERVICES} <= set(empty)
