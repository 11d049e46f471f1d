"""Tags, which every service spells in its own way: a map, or a list of pairs under one of several names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yard.offline.handlers.answers import at
from yard.offline.handlers.base import Values
from yard.offline.handlers.declaration import Operation, Tags, always
from yard.offline.handlers.requests import call, input_members

# Tags that AWS itself sets, which Terraform leaves alone. Source: "Tag naming limits and requirements".
RESERVED_PREFIX = "aws:"


def apply_tags(
    client: Any, tags: Tags, values: Values, before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    """Make the tags of the resource `after`, where they were `before`."""
    gone = sorted(set(before) - set(after))
    added = {key: value for key, value in after.items() if before.get(key) != value}
    if tags.whole:
        if after and (gone or added):
            _call(client, tags.add, tags, values, {tags.tags: _spelled(client, tags.add, tags.tags, after)})
        elif gone:
            _call(client, tags.remove, tags, values, {})
        return
    if gone:
        _call(client, tags.remove, tags, values, {tags.keys: _spelled_keys(client, tags, gone)})
    if added:
        _call(client, tags.add, tags, values, {tags.tags: _spelled(client, tags.add, tags.tags, added)})


def read_tags(client: Any, tags: Tags, values: Values, description: Any) -> dict[str, str]:
    """The tags that AWS has; `description` is what the first read found."""
    asked = tags.target if tags.asked is None else tags.asked
    answer = description if tags.read is None else call(client, Operation(tags.read, asked), values)
    found = at(tags.found, answer) or {}
    pairs = found.items() if isinstance(found, Mapping) else (_pair(item) for item in found)
    return {key: value for key, value in pairs if not key.startswith(RESERVED_PREFIX)}


def _call(client: Any, name: str, tags: Tags, values: Values, extra: dict[str, Any]) -> None:
    arguments = {**tags.target, **{parameter: always(value) for parameter, value in extra.items()}}
    call(client, Operation(name, arguments), values)


def _pair(item: Mapping[str, str]) -> tuple[str, str]:
    key = next(value for name, value in item.items() if name.lower().endswith("key"))
    return key, next((value for name, value in item.items() if name.lower().endswith("value")), "")


def _spelled(client: Any, operation: str, parameter: str, tags: Mapping[str, str]) -> Any:
    shape = input_members(client, operation)[parameter]
    if shape.type_name == "map":
        return dict(tags)
    if shape.type_name == "structure":  # S3 and CloudFront wrap the list
        (wrapper,) = shape.members
        return {wrapper: [{"Key": key, "Value": value} for key, value in tags.items()]}
    key_name = next(name for name in shape.member.members if name.lower().endswith("key"))
    value_name = next(name for name in shape.member.members if name.lower().endswith("value"))
    return [{key_name: key, value_name: value} for key, value in tags.items()]


def _spelled_keys(client: Any, tags: Tags, keys: list[str]) -> Any:
    shape = input_members(client, tags.remove)[tags.keys]
    if shape.type_name == "structure":  # CloudFront wraps the list
        (wrapper,) = shape.members
        return {wrapper: keys}
    return keys if shape.member.type_name == "string" else [{"Key": key} for key in keys]
