"""Every construct of the shipped environments leads back to a line of Python and a key of YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from yard.config import Workspace
from yard.policy.manifest import manifest_key
from yard.synth import Synthesis, synthesise


@pytest.fixture(scope="module")
def prod(tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    return synthesise(Workspace.at(Path(__file__).parents[3]), "prod", tmp_path_factory.mktemp("prod"))


def constructs(synthesis: Synthesis) -> list[tuple[str, str]]:
    return [
        (stack.name, body["//"]["metadata"]["path"])
        for stack in synthesis.stacks.values()
        for group in stack.json["resource"].values()
        for body in group.values()
    ]


def test_every_resource_knows_the_line_that_makes_it(prod: Synthesis) -> None:
    root = Path(__file__).parents[3]

    for stack, path in constructs(prod):
        file, _, line = prod.stacks[stack].origins[path].partition(":")
        assert file.startswith(("modules/", "stacks/"))
        assert 1 <= int(line) <= len((root / file).read_text().splitlines())


def test_the_line_is_where_the_resource_is_written(prod: Synthesis) -> None:
    root = Path(__file__).parents[3]
    file, _, line = prod.stacks["prod-catalog"].origins["prod-catalog/table-products/Default"].partition(":")

    text = (root / file).read_text().splitlines()[int(line) - 1]

    assert file == "modules/data/dynamodb_table.py"
    assert "DynamodbTableResource(" in text


def test_every_resource_leads_to_a_key_of_a_file(prod: Synthesis) -> None:
    for stack, path in constructs(prod):
        service = stack.removeprefix("prod-")
        file = f"apps/{service}/service.yaml:" if service in prod.services else "environments/prod.yaml:"
        assert manifest_key(prod, path).startswith(file)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("prod-catalog/table-products/Default", "data.tables.products"),
        ("prod-catalog/secret-cursor_signing_key/Default", "secrets[0]"),
        ("prod-catalog/task-definition/Default", "environments.prod.cpu"),
        ("prod-catalog/scaling/cpu", "environments.prod.scale"),
        ("prod-catalog/route-api-catalog/Default", "routes"),
        ("prod-catalog/key/Default", "name"),
        ("prod-network/vpc/nat-eu-west-1a", "network.nat"),
        ("prod-network/vpc/Default", "network.cidr"),
        ("prod-platform/https/Default", "domain"),
        ("prod-platform/budget/Default", "budget"),
        ("prod-platform", "name"),
    ],
)
def test_the_key_is_the_one_that_a_person_would_change(prod: Synthesis, path: str, key: str) -> None:
    assert manifest_key(prod, path).split(" ")[1] == key


def test_noting_where_constructs_are_made_changes_no_byte_of_the_json(
    prod: Synthesis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import nullcontext

    from yard.synth import synthesis

    monkeypatch.setattr(synthesis, "recording", lambda: nullcontext({}))
    plain = synthesise(Workspace.at(Path(__file__).parents[3]), "prod", tmp_path)

    for name, stack in plain.stacks.items():
        assert stack.path.read_bytes() == prod.stacks[name].path.read_bytes()
