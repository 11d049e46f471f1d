"""A schema as facts, one a line: what each argument and block of a resource type is, in words that can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yard.offline.schema import Block
from yard.offline.types import Type, type_from_json


def genuine_facts(block: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Path -> fact, of a block as `terraform providers schema -json` prints it.

    `ingress` -> "optional computed set of object(...)"; `timeouts` -> "single block, 0 or more"; the parts of a block
    have its name in front, `timeouts.create`.
    """
    facts = {}
    for name, entry in block.get("attributes", {}).items():
        flags = [flag for flag in ("required", "optional", "computed", "sensitive") if entry.get(flag)]
        facts[prefix + name] = " ".join([*flags, in_words(type_from_json(entry["type"]))])
    for name, entry in block.get("block_types", {}).items():
        bounds = (entry.get("min_items", 0), entry.get("max_items", 0))
        facts[prefix + name] = _block(entry["nesting_mode"], *bounds)
        facts |= genuine_facts(entry["block"], f"{prefix}{name}.")
    return facts


def our_facts(block: Block, prefix: str = "") -> dict[str, str]:
    """The same, of a schema that the offline provider has read from the bindings."""
    facts = {}
    for name, entry in block.attributes.items():
        flags = [flag for flag in ("required", "optional", "computed", "sensitive") if getattr(entry, flag)]
        facts[prefix + name] = " ".join([*flags, in_words(entry.type)])
    for name, nested in block.blocks.items():
        facts[prefix + name] = _block(nested.nesting, nested.min_items, nested.max_items)
        facts |= our_facts(nested.block, f"{prefix}{name}.")
    return facts


def in_words(kind: Type) -> str:
    """`set of object(from_port number, to_port number)`."""
    if kind.element is not None:
        return f"{kind.kind} of {in_words(kind.element)}"
    if kind.kind == "object":
        return f"object({', '.join(f'{name} {in_words(part)}' for name, part in sorted(kind.attributes.items()))})"
    return kind.kind


def differences(
    genuine: Mapping[str, str], ours: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str], set[str]]:
    """What is the same (path -> fact), what differs (path -> both facts), and what only ours has.

    Of a block that one side lacks, only the block is told, not its parts.
    """
    same = {path: fact for path, fact in genuine.items() if ours.get(path) == fact}
    differ = {
        path: f"{fact} -> {ours.get(path, 'absent')}"
        for path, fact in genuine.items()
        if path not in same and not _within_absent(path, ours)
    }
    added = {path for path in ours if path not in genuine and not _within_absent(path, genuine)}
    return same, differ, added


def _within_absent(path: str, facts: Mapping[str, str]) -> bool:
    block, dot, _ = path.rpartition(".")
    return bool(dot) and (block not in facts or _within_absent(block, facts))


def _block(nesting: str, least: int, most: int) -> str:
    return f"{nesting} block, {least} to {most}" if most else f"{nesting} block, {least} or more"
