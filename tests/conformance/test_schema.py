"""The offline provider's schema against the one that HashiCorp's own provider prints of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from yard.offline.catalogue import load_schema
from yard.offline.handlers import HANDLERS
from yard.offline.schema import Block

from .facts import differences, genuine_facts, our_facts

HERE = Path(__file__).parent
DIFFERENCES = "schema_differences.yaml"
ADDITIONS = "schema_additions.yaml"
EVERY_TYPE = "every type"


@pytest.fixture(scope="module")
def common(types_in_stacks: set[str], genuine_schema: dict[str, Any]) -> list[str]:
    """The types that the stacks or the handlers use and both providers know."""
    return sorted((types_in_stacks | set(HANDLERS)) & set(genuine_schema))


@pytest.fixture(scope="module")
def compared(
    common: list[str], genuine_schema: dict[str, Any], schema_cache: Path
) -> dict[str, tuple[dict[str, str], dict[str, str], set[str]]]:
    """Type -> what is the same, what differs, what only ours has."""
    ours = load_schema("aws", common, [], schema_cache).resources
    return {
        kind: differences(genuine_facts(genuine_schema[kind]["block"]), our_facts(ours[kind]))
        for kind in common
    }


def test_every_difference_from_the_genuine_schema_is_listed_with_its_reason(
    compared: dict[str, tuple[dict[str, str], dict[str, str], set[str]]],
    genuine_schema: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    listed = _read(DIFFERENCES)

    found = {kind: differ for kind, (_, differ, _) in compared.items() if differ}

    assert found == {
        kind: {path: entry["differs"] for path, entry in paths.items()} for kind, paths in listed.items()
    }
    assert [
        f"{k}.{p}" for k, paths in listed.items() for p, entry in paths.items() if not entry["because"]
    ] == []
    same = sum(len(facts) for facts, _, _ in compared.values())
    differing = sum(map(len, found.values()))
    whole = sum(len(genuine_facts(genuine_schema[kind]["block"])) for kind in compared)
    with capsys.disabled():
        print(
            f"\n{len(compared)} resource types: {same} of {same + differing} arguments and blocks of 3.39.0 are the "
            f"same in ours ({same / (same + differing):.1%}), {differing} differ, each listed with its reason; "
            f"{whole - same - differing} more stand inside a block that differs"
        )


def test_every_argument_that_only_later_releases_have_is_listed(
    compared: dict[str, tuple[dict[str, str], dict[str, str], set[str]]],
) -> None:
    listed = _read(ADDITIONS)
    everywhere = set(listed.pop(EVERY_TYPE))

    found = {
        kind: sorted(added - everywhere) for kind, (_, _, added) in compared.items() if added - everywhere
    }

    assert found == listed


@pytest.mark.slow
def test_every_type_can_be_read_and_masks_what_the_genuine_provider_masks(
    genuine_schema: dict[str, Any], schema_cache: Path
) -> None:
    ours = load_schema("aws", genuine_schema, [], schema_cache).resources

    shown = [
        f"{kind}.{path}" for kind, block in ours.items() for path in _unmasked(genuine_schema[kind], block)
    ]

    assert shown == []
    assert len(ours) > 650


def _unmasked(genuine: dict[str, Any], ours: Block) -> list[str]:
    known = our_facts(ours)
    facts = genuine_facts(genuine["block"])
    return [
        p for p, fact in facts.items() if " sensitive " in fact and " sensitive " not in known.get(p, fact)
    ]


def _read(name: str) -> dict[str, Any]:
    with (HERE / name).open(encoding="utf-8") as file:
        return dict(YAML(typ="safe").load(file))
