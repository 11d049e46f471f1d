"""What a resource type takes and gives: attributes, nested blocks and the type that follows from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from yard.offline.types import Type, list_of, map_of, object_of, set_of, type_from_json

# How the elements of a nested block are kept. Source: "Schemas", Terraform plugin protocol version 6.
SINGLE, LIST, SET, MAP = "single", "list", "set", "map"


@dataclass(frozen=True)
class Attribute:
    """One argument or exported attribute."""

    type: Type
    required: bool = False
    optional: bool = False
    computed: bool = False
    sensitive: bool = False


@dataclass(frozen=True)
class NestedBlock:
    """A block inside another; max_items 0 is without limit."""

    nesting: str
    block: Block
    min_items: int = 0
    max_items: int = 0

    @property
    def type(self) -> Type:
        """The type of the whole: a list of objects, a set of objects, or one object."""
        inner = self.block.type
        if self.nesting == SINGLE:
            return inner
        return {LIST: list_of, SET: set_of, MAP: map_of}[self.nesting](inner)


@dataclass(frozen=True)
class Block:
    """Attributes and nested blocks by name."""

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    blocks: Mapping[str, NestedBlock] = field(default_factory=dict)

    @cached_property
    def type(self) -> Type:
        """The object type that a value of this block has."""
        inner = {name: attribute.type for name, attribute in self.attributes.items()}
        return object_of(inner | {name: nested.type for name, nested in self.blocks.items()})

    def computed(self) -> Iterator[str]:
        """The attributes that the provider may fill in."""
        return (name for name, attribute in self.attributes.items() if attribute.computed)

    def as_json(self) -> dict[str, Any]:
        """A form for the cache; `block_from_json` reads it."""
        return {
            "attributes": {
                name: [
                    a.type.as_json(),
                    [int(a.required), int(a.optional), int(a.computed), int(a.sensitive)],
                ]
                for name, a in self.attributes.items()
            },
            "blocks": {
                name: [b.nesting, b.min_items, b.max_items, b.block.as_json()]
                for name, b in self.blocks.items()
            },
        }


def block_from_json(text: Mapping[str, Any]) -> Block:
    """The inverse of `Block.as_json`. Raises KeyError, TypeError or ValueError for anything else."""
    return Block(
        {
            name: Attribute(type_from_json(kind), *(bool(flag) for flag in flags))
            for name, (kind, flags) in text["attributes"].items()
        },
        {
            name: NestedBlock(nesting, block_from_json(block), int(least), int(most))
            for name, (nesting, least, most, block) in text["blocks"].items()
        },
    )
