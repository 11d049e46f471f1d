"""Schemas in the words of the plugin protocol."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tf.gen import tfplugin_pb2 as pb  # type: ignore[import-untyped]

from yard.offline.schema import LIST, MAP, SET, SINGLE, Block
from yard.offline.types import Type
from yard.offline.values import decode, encode, from_json

NESTING = {
    SINGLE: pb.Schema.NestedBlock.SINGLE,
    LIST: pb.Schema.NestedBlock.LIST,
    SET: pb.Schema.NestedBlock.SET,
    MAP: pb.Schema.NestedBlock.MAP,
}


def schema_message(block: Block) -> pb.Schema:
    """`block` as a schema of version 0, which is what states made offline have."""
    return pb.Schema(version=0, block=_block_message(block))


def schema_messages(blocks: Mapping[str, Block]) -> dict[str, pb.Schema]:
    """The same for several types by name."""
    return {name: schema_message(block) for name, block in blocks.items()}


def paths(names: Iterable[str]) -> list[pb.AttributePath]:
    """Top-level attributes or blocks as paths."""
    return [pb.AttributePath(steps=[pb.AttributePath.Step(attribute_name=name)]) for name in names]


def read_value(message: pb.DynamicValue, kind: Type) -> Any:
    """The value in `message`, None for null."""
    if message.msgpack:
        return decode(message.msgpack, kind)
    return from_json(json.loads(message.json), kind) if message.json else None


def write_value(value: Any, kind: Type) -> pb.DynamicValue:
    """`value` as a message."""
    return pb.DynamicValue(msgpack=encode(value, kind))


def with_empty_blocks(block: Block, state: Any) -> Any:
    """A state of another version may lack a block; no block is an empty list, never null."""
    if not isinstance(state, dict):
        return state
    result = dict(state)
    for name, nested in block.blocks.items():
        value = result.get(name)
        if nested.nesting == SINGLE:
            result[name] = with_empty_blocks(nested.block, value)
        elif isinstance(value, dict):
            result[name] = {key: with_empty_blocks(nested.block, item) for key, item in value.items()}
        else:
            result[name] = [with_empty_blocks(nested.block, item) for item in value or []]
    return result


def _block_message(block: Block) -> pb.Schema.Block:
    return pb.Schema.Block(
        attributes=[
            pb.Schema.Attribute(
                name=name,
                type=json.dumps(attribute.type.as_json()).encode(),
                required=attribute.required,
                optional=attribute.optional,
                computed=attribute.computed,
                sensitive=attribute.sensitive,
            )
            for name, attribute in block.attributes.items()
        ],
        block_types=[
            pb.Schema.NestedBlock(
                type_name=name,
                block=_block_message(nested.block),
                nesting=NESTING[nested.nesting],
                min_items=nested.min_items,
                max_items=nested.max_items,
            )
            for name, nested in block.blocks.items()
        ],
    )
