"""A type that nobody has thought of works at once: planned, applied and planned again with nothing to do."""

from __future__ import annotations

from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from yard.offline.catalogue import load_schema
from yard.offline.schema import Block
from yard.offline.types import Type

from .conftest import Terraform

# All 1,581 pass (measured by hand: 80 s for the whole); the test takes every 25th of them, in one stack.
EVERY = 25
TERRAFORMS_OWN = {"id", "region", "count", "depends_on", "for_each", "lifecycle", "provider", "tags_all"}
DOCUMENT = '{"Version": "2012-10-17", "Statement": []}'


def test_types_taken_at_random_plan_empty_after_an_apply(terraform: Terraform) -> None:
    names = _all_types()[::EVERY]
    schema = load_schema("aws", names, [], terraform.cache)
    assert len(schema.resources) > 50

    terraform.write(
        {name: {"x": _filled(block, 0)} for name, block in schema.resources.items()}
    ).init().apply()

    assert terraform.actions() == {}


def _all_types() -> list[str]:
    """By the Python modules; the few that are spelled otherwise there (s3_control for s3control) fall out."""
    spec = PathFinder.find_spec("cdktf_cdktf_provider_aws")
    assert spec is not None
    assert spec.origin is not None
    folders = [path.name for path in Path(spec.origin).parent.iterdir() if (path / "__init__.py").exists()]
    return sorted(
        f"aws_{name}" for name in folders if name not in ("_jsii", "provider") and "data_aws_" not in name
    )


def _filled(block: Block, depth: int) -> dict[str, Any]:
    """Every argument given, and every block down to the second level."""
    given = {
        name: _value(attribute.type, name)
        for name, attribute in block.attributes.items()
        if attribute.required or (attribute.optional and name not in TERRAFORMS_OWN)
    }
    for name, nested in block.blocks.items():
        if name != "timeouts" and (nested.min_items or depth < 2):
            inner = _filled(nested.block, depth + 1)
            given[name] = inner if nested.nesting == "single" else [inner]
    return given


def _value(kind: Type, name: str) -> Any:
    if kind.kind == "object":
        return {key: _value(inner, key) for key, inner in kind.attributes.items()}
    if kind.element is not None:
        inner = _value(kind.element, name)
        return {"key": inner} if kind.kind == "map" else [inner]
    documents = ("policy", "definitions", "body")
    text = DOCUMENT if any(word in name for word in documents) else f"a-{name.replace('_', '-')}"
    return {"string": text, "number": 1, "bool": True, "dynamic": {"any": "thing"}}[kind.kind]
