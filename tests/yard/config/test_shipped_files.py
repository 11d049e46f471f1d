"""The files that a clone comes with: they are right, they differ as real environments do, editors can check them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from yard.config import (
    Environment,
    Workspace,
    environment_names,
    json_schema,
    load_environment,
    load_releases,
    load_services,
)

WORKSPACE = Workspace.at(Path(__file__).parent)
NAMES = environment_names(WORKSPACE)
SCHEMAS = {
    "environment": WORKSPACE.environments / "environment.schema.json",
    "service": WORKSPACE.apps / "service.schema.json",
}
MANIFESTS = sorted(WORKSPACE.apps.glob("*/service.yaml"))


@pytest.fixture(scope="module")
def environments() -> dict[str, Environment]:
    return {name: load_environment(WORKSPACE, name) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_everything_shipped_is_right_in_every_environment(name: str) -> None:
    environment = load_environment(WORKSPACE, name)

    services = load_services(WORKSPACE, environment)

    assert services
    assert set(load_releases(WORKSPACE, environment, services)) <= set(services)


@pytest.mark.parametrize(("kind", "path"), SCHEMAS.items())
def test_the_schema_file_is_what_the_models_say(kind: str, path: Path) -> None:
    shipped = json.loads(path.read_text())

    assert shipped == json_schema(kind), f"run: bin/yard schema {kind} > {path.relative_to(WORKSPACE.root)}"


@pytest.mark.parametrize("path", [*(WORKSPACE.environments / f"{name}.yaml" for name in NAMES), *MANIFESTS])
def test_editors_find_the_schema_and_agree_with_the_models(path: Path) -> None:
    first = path.read_text().splitlines()[0]
    prefix = "# yaml-language-server: $schema="

    schema = (path.parent / first.removeprefix(prefix)).resolve()

    assert first.startswith(prefix)
    assert schema in SCHEMAS.values()
    Draft202012Validator(json.loads(schema.read_text())).validate(YAML(typ="safe").load(path.read_text()))


def test_only_this_machine_is_emulated(environments: dict[str, Environment]) -> None:
    assert [name for name, environment in environments.items() if environment.cloud == "emulated"] == [
        "local"
    ]


def test_each_environment_has_an_account_and_a_range_of_its_own(environments: dict[str, Environment]) -> None:
    assert len({environment.account for environment in environments.values()}) == len(environments)
    assert len({environment.network.cidr for environment in environments.values()}) == len(environments)


def test_production_stands_a_lost_zone_and_a_wrong_command(environments: dict[str, Environment]) -> None:
    dev, prod = environments["dev"], environments["prod"]

    assert (len(dev.zones), dev.network.nat, dev.protect, dev.size) == (2, "single", False, "small")
    assert (len(prod.zones), prod.network.nat, prod.protect, prod.size) == (3, "per_zone", True, "large")
    assert prod.defaults.fargate_spot_percent == 0
    assert prod.defaults.min_tasks >= len(prod.zones)
