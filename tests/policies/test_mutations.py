"""A clean environment is broken in one place at a time; the policy that should catch it has to."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cdktf
import pytest

from stacks.state import StateStack
from tests.policies.later import LATER
from tests.policies.mutations import Mutation, all_mutations
from yard.config import Workspace, load_environment
from yard.policy import check
from yard.policy.judge import judge
from yard.synth import Synthesis, synthesise

ROOT = Path(__file__).parents[2]
IMAGE = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/prod-shop@sha256:" + "0" * 64
ENVIRONMENT = """name: prod
account: "111111111111"
region: eu-west-1
zones: [eu-west-1a, eu-west-1b, eu-west-1c]
network: {cidr: 10.40.0.0/16, nat: per_zone}
domain: example.com
zone_id: Z000000000000000PROD
protect: true
size: large
budget: {monthly_usd: 3000, email: platform@example.com}
edge: {}
cluster: {admins: ["arn:aws:iam::111111111111:role/platform"]}
"""
PODS = """name: stock
team: warehouse
runtime: eks
routes: [/api/stock]
scale: {min: 2, max: 6}
data:
  tables: {levels: {hash_key: sku}}
"""
SITE = """name: web
team: merchandising
runtime: static
routes: [/]
"""
SERVICE = """name: shop
team: merchandising
runtime: ecs
port: 8080
routes: [/api/shop]
health: /health/ready
cpu: 256
memory: 512
scale: {min: 2, max: 6, cpu: 60, requests_per_task: 300}
deploy: {strategy: rolling}
data:
  tables: {products: {hash_key: id}}
  buckets: {images: {}}
  database: {engine: postgres}
  cache: {engine: valkey, mode: replicas}
queues: {orders: {}}
calls: [quotes]
jobs: {nightly: {schedule: "cron(0 3 * * ? *)", command: [python, -m, shop.nightly]}}
secrets: [payment_api_key]
"""
CALLEE = """name: quotes
team: merchandising
"""
MUTATIONS = all_mutations()
Documents = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("clean")
    for path, text in {
        "environments/prod.yaml": ENVIRONMENT,
        "environments/releases/prod.yaml": f"shop: {IMAGE}\nquotes: {IMAGE}\nstock: {IMAGE}\n",
        "apps/shop/service.yaml": SERVICE,
        "apps/quotes/service.yaml": CALLEE,
        "apps/stock/service.yaml": PODS,
        "apps/web/service.yaml": SITE,
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return Workspace.at(ROOT, apps=folder / "apps", environments=folder / "environments")


@pytest.fixture(scope="module")
def synthesis(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    return synthesise(workspace, "prod", tmp_path_factory.mktemp("synthesis"))


@pytest.fixture(scope="module")
def documents(
    workspace: Workspace, synthesis: Synthesis, tmp_path_factory: pytest.TempPathFactory
) -> Documents:
    """`shop`, `web`, `platform`, `network`, `edge`, `state` and `later`, as Terraform gets them."""
    clean = {name.removeprefix("prod-"): stack.json for name, stack in synthesis.stacks.items()}
    return {**clean, "state": state_of(workspace, tmp_path_factory.mktemp("state")), "later": LATER}


def state_of(workspace: Workspace, folder: Path) -> dict[str, Any]:
    app = cdktf.App(outdir=str(folder))
    StateStack(app, load_environment(workspace, "prod"))
    app.synth()
    document: dict[str, Any] = json.loads(
        (folder / "stacks" / "prod-state" / "cdk.tf.json").read_text("utf-8")
    )
    return document


@pytest.fixture(scope="module")
def clean(documents: Documents) -> dict[str, set[tuple[str, str]]]:
    """What fails before anything is broken: what is excepted, and checkov's own wishes for what is not made yet."""
    return {name: broken_in(name, document) for name, document in documents.items()}


@pytest.fixture(scope="module")
def caught() -> Iterator[list[Mutation]]:
    """Fills up while the mutations are tried; prints how many of all were caught."""
    found: list[Mutation] = []
    yield found
    print(f"\nMutations caught: {len(found)} of {len(MUTATIONS)}.")


def broken_in(name: str, document: dict[str, Any]) -> set[tuple[str, str]]:
    return {(verdict.policy, verdict.address) for verdict in judge(f"prod-{name}", document).failed}


def test_the_clean_environment_has_no_finding(synthesis: Synthesis) -> None:
    report = check(
        synthesis, exceptions=ROOT / "policies" / "exceptions.yaml", known=["dev", "local", "staging"]
    )

    assert report.failed == []
    assert not [finding.policy for finding in report.excepted if finding.policy.startswith("YARD")]


def test_the_clean_stacks_break_none_of_our_policies(clean: dict[str, set[tuple[str, str]]]) -> None:
    assert [found for stack in clean.values() for found in stack if found[0].startswith("YARD")] == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: f"{mutation.policy}: {mutation.what}")
def test_a_mutation_is_caught_by_its_policy(
    mutation: Mutation,
    documents: Documents,
    clean: dict[str, set[tuple[str, str]]],
    caught: list[Mutation],
) -> None:
    document = copy.deepcopy(documents[mutation.stack])
    mutation.change(document)

    new = broken_in(mutation.stack, document) - clean[mutation.stack]

    assert document != documents[mutation.stack]
    assert mutation.policy in {policy for policy, _ in new}
    caught.append(mutation)


def test_each_of_our_policies_catches_a_mutation() -> None:
    from tests.policies.test_texts import own_policies

    assert {policy.id for policy in own_policies()} - {mutation.policy for mutation in MUTATIONS} == set()


def test_there_are_many_mutations_and_none_twice() -> None:
    assert len(MUTATIONS) >= 60
    assert len({(mutation.stack, mutation.what) for mutation in MUTATIONS}) == len(MUTATIONS)
