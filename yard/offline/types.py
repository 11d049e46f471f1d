"""Terraform's types and their JSON form, as the plugin protocol writes them ("cty" types)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PRIMITIVES = ("string", "number", "bool", "dynamic")
COLLECTIONS = ("list", "set", "map")


@dataclass(frozen=True)
class Type:
    """A primitive, a collection of one element type, or an object.

    kind: string, number, bool, dynamic, list, set, map or object.
    """

    kind: str
    element: Type | None = None
    attributes: Mapping[str, Type] = field(default_factory=dict)

    def as_json(self) -> Any:
        """`"string"`, `["list", "string"]`, `["object", {"name": "string"}]`."""
        if self.kind == "object":
            return ["object", {name: kind.as_json() for name, kind in sorted(self.attributes.items())}]
        return self.kind if self.element is None else [self.kind, self.element.as_json()]

    def has_dynamic(self) -> bool:
        """Whether a part of it is only known with the value."""
        if self.element is not None:
            return self.element.has_dynamic()
        return self.kind == "dynamic" or any(kind.has_dynamic() for kind in self.attributes.values())


STRING = Type("string")
NUMBER = Type("number")
BOOL = Type("bool")
DYNAMIC = Type("dynamic")


def list_of(element: Type) -> Type:
    """An ordered collection."""
    return Type("list", element)


def set_of(element: Type) -> Type:
    """A collection without order or repetition."""
    return Type("set", element)


def map_of(element: Type) -> Type:
    """Values by name."""
    return Type("map", element)


def object_of(attributes: Mapping[str, Type]) -> Type:
    """Attributes of a type each."""
    return Type("object", attributes=dict(attributes))


def type_from_json(text: Any) -> Type:
    """The inverse of `Type.as_json`, with tuples added, which only values of dynamic type have.

    Raises ValueError for what is no type.
    """
    if isinstance(text, str) and text in PRIMITIVES:
        return Type(text)
    if isinstance(text, list) and len(text) >= 2:
        kind, inner = text[0], text[1]
        if kind in COLLECTIONS:
            return Type(kind, type_from_json(inner))
        if kind == "object" and isinstance(inner, dict):
            return object_of({name: type_from_json(value) for name, value in inner.items()})
        if kind == "tuple" and isinstance(inner, list):
            return Type("tuple", attributes={str(i): type_from_json(value) for i, value in enumerate(inner)})
    raise ValueError(f"{text!r} is not a Terraform type")
