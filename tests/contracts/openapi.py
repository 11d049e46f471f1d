"""Looks things up in an OpenAPI document: operations, and the fields of what they take and give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]


def operation(document: Schema, method: str, path: str) -> Schema | None:
    """Find an operation; names of path parameters may differ from the document's."""
    plain = re.sub(r"{[^}]*}", "{}", path)
    for known, item in document["paths"].items():
        if re.sub(r"{[^}]*}", "{}", known) == plain:
            found: Schema | None = item.get(method.lower())
            return found
    return None


def parameters(document: Schema, found: Schema, place: str) -> set[str]:
    """Name the parameters of an operation that stand in `place`: query, header or path."""
    every = [resolve(document, one) for one in found.get("parameters", ())]
    return {one["name"] for one in every if one["in"] == place}


def content(document: Schema, holder: Schema) -> Schema | None:
    """Give the schema of a request body or of an answer, None where there is none."""
    for kind, media in resolve(document, holder).get("content", {}).items():
        if kind.endswith("json"):
            found: Schema = media["schema"]
            return found
    return None


def resolve(document: Schema, schema: Schema) -> Schema:
    """Follow `$ref`s within the document."""
    while "$ref" in schema:
        found: Any = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def promised(document: Schema, schema: Schema, field: str) -> bool:
    """Whether an answer of this schema has `field`, such as `items[].price.amount`.

    Each step must be required, so that it is there; null may stand in for an object on the way.
    """
    name, _, rest = field.partition(".")
    listed = name.endswith("[]")
    variants = list(_variants(document, schema))
    found = [one for one in variants if one.get("type") != "null"]
    return bool(found) and all(
        _has(document, one, name.removesuffix("[]"), listed=listed, rest=rest) for one in found
    )


def _has(document: Schema, schema: Schema, name: str, *, listed: bool, rest: str) -> bool:
    if name not in schema.get("properties", {}):
        return False
    inner = resolve(document, schema["properties"][name])
    if listed:
        lists = [one for one in _variants(document, inner) if one.get("type") == "array"]
        if not lists:
            return False
        inner = resolve(document, lists[0]["items"])
    return promised(document, inner, rest) if rest else True


def _variants(document: Schema, schema: Schema) -> Iterator[Schema]:
    """What a value may be: the schema itself, or each of its alternatives; allOf is one."""
    schema = resolve(document, schema)
    alternatives = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    if alternatives:
        for one in alternatives:
            yield from _variants(document, one)
    elif "allOf" in schema:
        merged: dict[str, Any] = {"properties": {}}
        for part in schema["allOf"]:
            for one in _variants(document, part):
                merged["properties"] |= one.get("properties", {})
                merged["type"] = one.get("type", "object")
        yield merged
    else:
        yield schema
