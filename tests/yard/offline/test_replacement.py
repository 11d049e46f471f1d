"""The table names only what exists."""

from __future__ import annotations

from pathlib import Path

from yard.offline.catalogue import load_schema
from yard.offline.formats import FORMATS
from yard.offline.recomputed import ANY, RECOMPUTED
from yard.offline.replacement import REPLACED
from yard.offline.schema import Block
from yard.offline.validation import JSON_POLICY_OF

TYPES = sorted({*REPLACED, *FORMATS, *RECOMPUTED, *JSON_POLICY_OF})


def test_every_type_in_the_tables_is_one_of_the_provider(schema_cache: Path) -> None:
    known = load_schema("aws", TYPES, [], schema_cache).resources

    assert [name for name in TYPES if name not in known] == []


def test_every_argument_that_forces_replacement_can_be_given(schema_cache: Path) -> None:
    known = load_schema("aws", TYPES, [], schema_cache).resources

    wrong = [
        f"{kind}.{path}"
        for kind, paths in REPLACED.items()
        for path in paths
        if not _settable(known[kind], path)
    ]

    assert wrong == []


def test_every_made_up_attribute_is_computed(schema_cache: Path) -> None:
    known = load_schema("aws", TYPES, [], schema_cache).resources

    wrong = [
        f"{kind}.{name}"
        for kind, formats in FORMATS.items()
        for name in formats
        if name not in known[kind].attributes or not known[kind].attributes[name].computed
    ]

    assert wrong == []


def test_every_recomputed_attribute_and_its_causes_exist(schema_cache: Path) -> None:
    known = load_schema("aws", TYPES, [], schema_cache).resources

    wrong = [
        f"{kind}.{name} {cause}"
        for kind, entries in RECOMPUTED.items()
        for name, causes in entries.items()
        for cause in (name, *causes)
        if cause != ANY and cause not in known[kind].type.attributes
    ]

    assert wrong == []


def _settable(block: Block, path: str) -> bool:
    name, _, rest = path.partition(".")
    if rest:
        return name in block.blocks and _settable(block.blocks[name].block, rest)
    attribute = block.attributes.get(name)
    return name in block.blocks or (attribute is not None and (attribute.required or attribute.optional))
