from __future__ import annotations

from collections.abc import Callable

import pytest

TAGS = {
    "Environment": "dev",
    "Service": "catalog",
    "Team": "merchandising",
    "ManagedBy": "stackyard",
    "Repository": "shop",
}


def provider(tags: dict[str, str] | None) -> dict[str, object]:
    block: dict[str, object] = {"region": "eu-west-1"}
    if tags is not None:
        block["default_tags"] = [{"tags": tags}]
    return {"aws": [block]}


def test_a_provider_with_every_required_tag_passes(failures: Callable[..., list[str]]) -> None:
    assert failures("YARD_TAG_1", provider=provider(TAGS)) == []


def test_a_provider_without_default_tags_fails(failures: Callable[..., list[str]]) -> None:
    assert failures("YARD_TAG_1", provider=provider(None)) != []


@pytest.mark.parametrize("missing", TAGS)
def test_each_required_tag_is_missed(failures: Callable[..., list[str]], missing: str) -> None:
    rest = {key: value for key, value in TAGS.items() if key != missing}

    assert failures("YARD_TAG_1", provider=provider(rest)) != []


def test_an_empty_tag_counts_as_missing(failures: Callable[..., list[str]]) -> None:
    assert failures("YARD_TAG_1", provider=provider(TAGS | {"Team": ""})) != []


def test_managed_by_names_stackyard(failures: Callable[..., list[str]]) -> None:
    assert failures("YARD_TAG_1", provider=provider(TAGS | {"ManagedBy": "hand"})) != []
