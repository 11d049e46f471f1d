"""The same small service on every runtime that runs code, with every database engine: synthesised, judged, planned."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import Any

import pytest
from ruamel.yaml import YAML

from stacks.runtimes import RUNTIMES
from tests.stacks.environments import IMAGE
from yard.config import Workspace
from yard.config.database_engines import ENGINES
from yard.engine import Engine
from yard.policy import check
from yard.synth import Synthesis, synthesise

ROOT = Workspace.at().root
# What a manifest says for each runtime, besides its name.
MANIFESTS: dict[str, dict[str, Any]] = {
    "ecs": {"cpu": 256, "memory": 512},
    "eks": {"cpu": 256, "memory": 512},
    "lambda": {"memory": 512, "function": {"package": "image"}},
}
ENVIRONMENTS = ("dev", "prod")  # nothing protected, everything protected


def manifest(runtime: str, engine: str) -> dict[str, Any]:
    """A shop on a runtime with a database, and with what else is usual."""
    return {
        "name": f"x-{engine}",
        "team": "merchandising",
        "runtime": runtime,
        "routes": [f"/api/shop/{engine}"],
        "data": {
            "database": {"engine": engine, "proxy": ENGINES[engine].proxy},  # type: ignore[index]  # a key of it
            "tables": {"items": {"hash_key": "id"}},
        },
        "queues": {"inbox": {}},
        "publishes": ["item-sold"],
        "subscribes": {"item-sold": "inbox"},
        **MANIFESTS[runtime],
    }


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workspace]:
    """Runtime -> a repository with a service for each engine."""
    yaml, made = YAML(), {}
    for runtime in sorted(set(RUNTIMES) & set(MANIFESTS)):
        folder = tmp_path_factory.mktemp(runtime)
        for engine in ENGINES:
            path = folder / "apps" / f"x-{engine}" / "service.yaml"
            path.parent.mkdir(parents=True)
            with path.open("w") as file:
                yaml.dump(manifest(runtime, engine), file)
        environments = folder / "environments"
        (environments / "releases").mkdir(parents=True)
        for environment in ENVIRONMENTS:
            shutil.copy(ROOT / "environments" / f"{environment}.yaml", environments)
            with (environments / "releases" / f"{environment}.yaml").open("w") as file:
                yaml.dump({f"x-{engine}": IMAGE for engine in ENGINES}, file)
        workspace = Workspace.at(ROOT, apps=folder / "apps", environments=environments)
        made[runtime] = replace(workspace, state_dir=folder / ".yard")
    return made


@pytest.fixture(scope="module")
def syntheses(
    shops: dict[str, Workspace], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Synthesis]:
    """Runtime and environment -> its stacks."""
    out = tmp_path_factory.mktemp("synthesis")
    return {
        (runtime, environment): synthesise(workspace, environment, out / runtime / environment)
        for runtime, workspace in shops.items()
        for environment in ENVIRONMENTS
    }


every_cell = pytest.mark.parametrize(
    ("runtime", "environment"),
    [
        (runtime, environment)
        for runtime in sorted(set(RUNTIMES) & set(MANIFESTS))
        for environment in ENVIRONMENTS
    ],
)


@every_cell
def test_every_engine_synthesises_and_passes_the_policies(
    runtime: str, environment: str, syntheses: dict[tuple[str, str], Synthesis]
) -> None:
    synthesis = syntheses[runtime, environment]

    report = check(
        synthesis,
        exceptions=ROOT / "policies" / "exceptions.yaml",
        known=[name for name in ("dev", "local", "prod", "staging") if name != environment],
    )

    assert {f"{environment}-x-{engine}" for engine in ENGINES} <= set(synthesis.stacks)
    assert report.failed == []


@pytest.mark.slow
@pytest.mark.parametrize("runtime", sorted(set(RUNTIMES) & set(MANIFESTS)))
def test_every_engine_plans_offline(
    runtime: str, shops: dict[str, Workspace], syntheses: dict[tuple[str, str], Synthesis]
) -> None:
    plan = Engine(shops[runtime], syntheses[runtime, "dev"], offline=True).plan()

    for engine in ENGINES:
        types = {resource.type for resource in plan.stacks[f"dev-x-{engine}"].resources}
        assert types & {"aws_db_instance", "aws_rds_cluster"}
