"""The JSON Schema says what the models say, and explains every key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from yard.config import json_schema
from yard.config.forms import FORMS

KINDS = ("environment", "service")


def keys(kind: str) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Every key of a kind: where, its schema, whether it is required."""
    schema = json_schema(kind)
    for owner, body in {"": schema, **schema["$defs"]}.items():
        for name, key in body.get("properties", {}).items():
            yield f"{kind} {owner}.{name}", key, name in body.get("required", [])


ALL = [key for kind in KINDS for key in keys(kind)]
OWN = [key for key in ALL if ".Partial" not in key[0] and " Partial" not in key[0]]


@pytest.mark.parametrize(("where", "key", "required"), ALL, ids=[key[0] for key in ALL])
def test_every_key_has_a_meaning_and_an_example(where: str, key: dict[str, Any], required: bool) -> None:
    assert key["description"].endswith(".")
    assert key["examples"]


@pytest.mark.parametrize(("where", "key", "required"), OWN, ids=[key[0] for key in OWN])
def test_every_key_is_required_or_has_a_default_that_is_told(
    where: str, key: dict[str, Any], required: bool
) -> None:
    assert required or "default" in key
    if not required and key["default"] is None:
        assert "Default: " in key["description"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_is_a_schema(kind: str) -> None:
    Draft202012Validator.check_schema(json_schema(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_is_allowed(kind: str) -> None:
    schema = json_schema(kind)
    for owner, body in {"": schema, **schema["$defs"]}.items():
        for name, key in body.get("properties", {}).items():
            validator = Draft202012Validator({"$defs": schema["$defs"], **key})
            for example in key["examples"]:
                assert validator.is_valid(example), (owner, name, example)


@pytest.mark.parametrize("kind", KINDS)
def test_every_pattern_has_words(kind: str) -> None:
    def patterns(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("pattern"), str):
                yield node["pattern"]
            yield from (
                node.get("patternProperties", {}) if isinstance(node.get("patternProperties"), dict) else ()
            )
            for inner in node.values():
                yield from patterns(inner)
        elif isinstance(node, list):
            for inner in node:
                yield from patterns(inner)

    assert set(patterns(json_schema(kind))) <= set(FORMS)


def test_an_override_may_be_partial_and_may_not_be_wrong() -> None:
    validator = Draft202012Validator(json_schema("service"))
    manifest = {"name": "orders", "team": "sales", "data": {"tables": {"a": {"hash_key": "id"}}}}

    assert validator.is_valid(
        manifest | {"environments": {"prod": {"data": {"tables": {"a": {"ttl": "t"}}}}}}
    )
    assert not validator.is_valid(manifest | {"environments": {"prod": {"scael": {"min": 4}}}})
    assert not validator.is_valid(manifest | {"environments": {"prod": {"scale": {"mni": 4}}}})
    assert not validator.is_valid({"name": "orders"})


def test_an_unknown_kind_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        json_schema("release")


def test_examples_in_words_have_their_form() -> None:
    for form in FORMS.values():
        value = YAML(typ="safe").load(form.example)
        assert Draft202012Validator({"type": "string", "pattern": form.pattern}).is_valid(value), form
