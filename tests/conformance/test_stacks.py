"""HashiCorp's own provider reads every stack of every environment and finds nothing wrong with any value in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from yard.config import Workspace
from yard.offline.catalogue import load_schema
from yard.synth import Synthesis

from .conftest import ENVIRONMENTS
from .facts import our_facts
from .genuine import UNSEEN, GenuineTerraform, required_provider
from .pruning import Pruned
from .stacks import pruned_stacks, unseen

# Whatever it is given, the genuine provider finds what is wrong with it.
WRONG_VALUES = {
    "a range that is none": ("aws_vpc", {"cidr_block": "10.0.0.0/33"}),
    "a protocol that does not exist": ("aws_lb_target_group", {"protocol": "HTPP"}),
    "an ARN that is none": ("aws_flow_log", {"iam_role_arn": "role", "traffic_type": "ALL"}),
    "a policy that is no JSON": ("aws_iam_policy", {"policy": "{"}),
}


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
    wrong, planned, expected = [], {}, {}

    for name, pruned in pruned_stacks(workspace, syntheses[environment], genuine_schema).items():
        assert _unknown_to_the_bindings(pruned, workspace.cache) == []
        if not pruned.document["resource"]:  # all of it is another provider's
            continue
        run = GenuineTerraform(tmp_path / name, mirror).write(unseen(pruned.document)).init()
        validated = run.run("validate", "-no-color")
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


@pytest.mark.slow
def test_the_genuine_provider_would_have_found_wrong_values(mirror: Path, tmp_path: Path) -> None:
    resources = {kind: {"wrong": arguments} for kind, arguments in WRONG_VALUES.values()}
    settings = {"region": "eu-west-1", **UNSEEN}
    document = {"terraform": required_provider(), "provider": {"aws": [settings]}, "resource": resources}

    validated = GenuineTerraform(tmp_path, mirror).write(document).init().run("validate", "-no-color")

    assert validated.status == 1
    assert [kind for kind in resources if f"with {kind}.wrong" not in validated.text] == []


def _unknown_to_the_bindings(pruned: Pruned, cache: Path) -> list[tuple[str, str]]:
    """Of what was taken away, what the bindings do not have either: nobody would have checked that."""
    dropped = {(kind, path) for kind, path in pruned.dropped if kind.startswith("aws_")}
    known = load_schema("aws", {kind for kind, _ in dropped}, [], cache).resources
    return sorted(
        (kind, path)
        for kind, path in dropped
        if kind not in known or (path and not _is_known(path, our_facts(known[kind])))
    )


def _is_known(path: str, facts: dict[str, str]) -> bool:
    """Whether the bindings have it, or have something of any type above it: a rule of AWS WAF."""
    parts = path.split(".")
    above = (".".join(parts[:end]) for end in range(1, len(parts)))
    return path in facts or any("dynamic" in facts.get(one, "") for one in above)
