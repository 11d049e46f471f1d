"""The stacks of an environment as HashiCorp's provider can plan them: pruned, with values in place of references."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from yard.config import Workspace
from yard.engine import Engine
from yard.synth import Synthesis

from .genuine import UNSEEN, required_provider
from .pruning import Pruned, prune, resolve, tell_instead

LATER_VALUES = YAML(typ="safe").load(Path(__file__).with_name("later_values.yaml"))


def pruned_stacks(
    workspace: Workspace, synthesis: Synthesis, genuine_schema: dict[str, Any]
) -> dict[str, Pruned]:
    """Stack -> what is left of it. The offline provider applies each, in the workspace's state, to have values."""
    Engine(workspace, synthesis, offline=True).apply()
    states = workspace.state_dir / synthesis.environment.name / "state"
    outputs = {name: _outputs(states / f"{name}.tfstate") for name in synthesis.stacks}
    found = {}
    for name, stack in synthesis.stacks.items():
        attributes = _attributes(states / f"{name}.tfstate")
        values = resolve(_with_outputs(stack.json, outputs), lambda *path: attributes.get(path))  # noqa: B023
        found[name] = prune(values, genuine_schema)
        tell_instead(found[name].document, LATER_VALUES)
    return found


def genuine_documents(
    workspace: Workspace, synthesis: Synthesis, genuine_schema: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    """Stack -> what Terraform reads, with a provider that calls nobody; not those that are all another provider's."""
    pruned = pruned_stacks(workspace, synthesis, genuine_schema)
    return {name: unseen(stack.document) for name, stack in pruned.items() if stack.document["resource"]}


def unseen(document: dict[str, Any]) -> dict[str, Any]:
    """The same, asking for 3.39.0 and configured so that it calls nobody: who the account is, only AWS could tell."""
    [given] = document["provider"]["aws"]
    settings = {name: value for name, value in given.items() if name != "allowed_account_ids"}
    return {**document, "terraform": required_provider(), "provider": {"aws": [settings | UNSEEN]}}


def _with_outputs(document: dict[str, Any], outputs: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The outputs of other stacks in place of S3: local values hold them."""
    readers = document.get("data", {}).get("terraform_remote_state", {})
    text = json.dumps({name: part for name, part in document.items() if name != "data"})
    local = {}
    for reader, source in readers.items():
        stack = source["config"]["key"].rpartition("/")[2].removesuffix(".tfstate")
        local[reader] = {"outputs": outputs[stack]}
        text = text.replace(f"data.terraform_remote_state.{reader}.outputs", f"local.{reader}.outputs")
    return {**json.loads(text), **({"locals": local} if local else {})}


def _outputs(state: Path) -> dict[str, Any]:
    return {name: entry["value"] for name, entry in json.loads(state.read_text())["outputs"].items()}


def _attributes(state: Path) -> dict[tuple[str, ...], Any]:
    """(type, name, attribute) -> value, as the offline provider made it up."""
    return {
        (entry["type"], entry["name"], attribute): value
        for entry in json.loads(state.read_text())["resources"]
        for instance in entry["instances"]
        for attribute, value in instance["attributes"].items()
    }
