"""What everything in the API of Elastic Load Balancing shares: tags, and attributes as a list of keys and values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from yard.offline.handlers.base import Values
from yard.offline.handlers.declaration import Operation, Path, Read, Source, Tags

TAGS = Tags(
    {"ResourceArns": "id"},
    add="add_tags",
    remove="remove_tags",
    read="describe_tags",
    found="TagDescriptions[0].Tags",
)


def pairs(keys: Mapping[str, str]) -> Callable[[Values], list[dict[str, Any]]]:
    """The given ones of the arguments in `keys`, as AWS's list of keys and values."""

    def chosen(values: Values) -> list[dict[str, Any]]:
        found = {key: _part(values, name) for name, key in keys.items()}
        return [{"Key": key, "Value": value} for key, value in found.items() if value not in (None, "")]

    return chosen


def attributes(operation: str, arguments: Mapping[str, Source], keys: Mapping[str, str]) -> Read:
    """Asks for AWS's list of keys and values. A key that AWS does not have tells nothing."""
    plain = {name: _value(key) for name, key in keys.items() if "." not in name}
    blocks = {name.split(".")[0] for name in keys if "." in name}
    observed: dict[str, Path] = {**plain, **{block: _block(block, keys) for block in blocks}}
    return Read(
        Operation(operation, arguments),
        lambda answer, _: {item["Key"]: item["Value"] for item in answer["Attributes"]},
        observed,
        filled=frozenset(observed),
    )


def _part(values: Values, name: str) -> Any:
    block, _, argument = name.partition(".")
    if not argument:
        return values.get(name)
    blocks = values.get(block) or [{}]
    return blocks[0].get(argument)


def _value(key: str) -> Path:
    return lambda found: found.get(key)


def _block(block: str, keys: Mapping[str, str]) -> Path:
    parts = {name.split(".")[1]: key for name, key in keys.items() if name.startswith(f"{block}.")}

    def seen(found: Mapping[str, Any]) -> list[Values] | None:
        told = {name: found[key] for name, key in parts.items() if key in found}
        return [told] if told else None

    return seen
