"""Every stack of every environment: its plan can be applied, and a second plan is empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from yard.config import Workspace, environment_names
from yard.synth import synthesise

from .conftest import Terraform
from .twice import second_plan

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

    left = second_plan(synthesis, terraform, tmp_path)

    assert left == {name: {} for name in synthesis.stacks}


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

    left = second_plan(synthesis, terraform, tmp_path)

    assert left == {name: {} for name in synthesis.stacks}
    assert {f"dev-{name}" for name in SERVICES} <= set(left)
