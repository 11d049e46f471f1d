"""JSON Schema of the two files, so that editors complete keys, show their meaning and underline mistakes."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from yard.config.environment import Environment
from yard.config.service import Service

KINDS: dict[str, type[Environment] | type[Service]] = {"environment": Environment, "service": Service}
PARTIAL = "Partial"


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of `environment` or `service` files; KeyError for another kind."""
    schema = _without_titles(KINDS[kind].model_json_schema())
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Stackyard {kind}",
        **schema,
    }
    return _with_overrides(schema) if kind == "service" else schema


def _with_overrides(schema: dict[str, Any]) -> dict[str, Any]:
    """`environments:` takes every key of the file again, none of them required."""
    partial = {key: deepcopy(schema[key]) for key in ("properties", "additionalProperties")}
    del partial["properties"]["name"]
    definitions = {name: deepcopy(body) for name, body in schema["$defs"].items()}
    for body in (partial, *definitions.values()):
        body.pop("required", None)
        _point_at_partials(body)
    schema["$defs"] |= {f"{PARTIAL}{name}": body for name, body in definitions.items()}
    schema["$defs"][f"{PARTIAL}Service"] = {
        "type": "object",
        "description": "What is different in this environment, merged over the rest of the file.",
        **partial,
    }
    schema["properties"]["environments"] = {
        "type": "object",
        "description": "Overrides by environment: groups are merged key by key, lists and values replaced.",
        "additionalProperties": {"$ref": f"#/$defs/{PARTIAL}Service"},
        "default": {},
        "examples": [{"prod": {"scale": {"min": 4}}}],
    }
    return schema


def _point_at_partials(node: Any) -> None:
    if isinstance(node, dict):
        # An override says nothing by default: what it leaves out stays as it is.
        node.pop("default", None)
        if isinstance(node.get("$ref"), str):
            node["$ref"] = node["$ref"].replace("#/$defs/", f"#/$defs/{PARTIAL}")
        for inner in node.values():
            _point_at_partials(inner)
    elif isinstance(node, list):
        for inner in node:
            _point_at_partials(inner)


def _without_titles(node: Any) -> Any:
    """`node` without the titles that pydantic makes from names; a property called title is a mapping and stays."""
    if isinstance(node, dict):
        return {
            key: _without_titles(inner)
            for key, inner in node.items()
            if not (key == "title" and isinstance(inner, str))
        }
    return [_without_titles(inner) for inner in node] if isinstance(node, list) else node
