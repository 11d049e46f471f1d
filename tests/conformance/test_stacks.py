"""HashiCorp's own provider reads every stack of every environment and finds nothing wrong with any value in it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from yard.config import Workspace
from yard.engine import Engine
from yard.engine.stack_folder import offline_override
from yard.offline.catalogue import load_schema
from yard.synth import Synthesis

from .conftest import ENVIRONMENTS
from .facts import our_facts
from .genuine import UNSEEN, GenuineTerraform, required_provider
from .pruning import Pruned, prune, resolve, tell_instead

LATER_VALUES = YAML(typ="safe").load(Path(__file__).with_name("later_values.yaml"))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return replace(Workspace.at(), state_dir=tmp_path_factory.mktemp("yard"))


@pytest.mark.slow
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_genuine_provider_accepts_every_value_of_every_stack(
    environment: str,
    syntheses: dict[str, Synthesis],
    workspace: Workspace,
    genuine_schema: dict[str, Any],
    mirror: Path,
    tmp_path: Path,
) -> None:
    synthesis = syntheses[environment]
    Engine(workspace, synthesis, offline=True).apply()
    states = {
        name: workspace.state_dir / environment / "state" / f"{name}.tfstate" for name in synthesis.stacks
    }
    planned, expected, wrong = {}, {}, []

    for name, stack in synthesis.stacks.items():
        attributes = _attributes(states[name])
        pruned = prune(resolve(stack.json, lambda *path: attributes.get(path)), genuine_schema)  # noqa: B023
        assert _unknown_to_the_bindings(pruned, workspace.cache) == []
        tell_instead(pruned.document, LATER_VALUES)
        run = GenuineTerraform(tmp_path / name, mirror).write(_unseen(pruned.document))
        (run.folder / "offline_override.tf.json").write_text(
            json.dumps(offline_override(stack.json, run.folder / "terraform.tfstate", states))
        )
        validated = run.init().run("validate", "-no-color")
        if validated.status:
            wrong.append(validated.text)
            continue
        planned[name] = {address: change["actions"] for address, change in run.plan().items()}
        expected[name] = {
            f"{kind}.{label}": ["create"]
            for kind, labels in pruned.document["resource"].items()
            for label in labels
        }

    assert not wrong, "\n".join(wrong)
    assert planned == expected


def _attributes(state: Path) -> dict[tuple[str, ...], Any]:
    """(type, name, attribute) -> value, as the offline provider made it up."""
    return {
        (entry["type"], entry["name"], attribute): value
        for entry in json.loads(state.read_text())["resources"]
        for instance in entry["instances"]
        for attribute, value in instance["attributes"].items()
    }


def _unseen(document: dict[str, Any]) -> dict[str, Any]:
    """The same, asking for 3.39.0 and configured so that it calls nobody: who the account is, only AWS could tell."""
    [given] = document["provider"]["aws"]
    settings = {name: value for name, value in given.items() if name != "allowed_account_ids"}
    return {**document, "terraform": required_provider(), "provider": {"aws": [settings | UNSEEN]}}


def _unknown_to_the_bindings(pruned: Pruned, cache: Path) -> list[tuple[str, str]]:
    """Of what was taken away, what the bindings do not have either: nobody would have checked that."""
    known = load_schema("aws", {kind for kind, _ in pruned.dropped}, [], cache).resources
    return sorted(
        (kind, path)
        for kind, path in pruned.dropped
        if kind not in known or (path and path not in our_facts(known[kind]))
    )
