"""What AWS answers, as attributes: as they are in Terraform's state already, wherever they mean the same.

AWS reorders sets, reformats JSON, writes numbers as text and fills in defaults. None of that is drift.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import jmespath  # type: ignore[import-untyped]

from yard.offline.handlers.base import Values
from yard.offline.handlers.declaration import Path, Read
from yard.offline.handlers.requests import TERRAFORM_OWN
from yard.offline.handlers.spelling import like_named, snake
from yard.offline.meaning import same_meaning


def observe(read: Read, description: Any, state: Values, *, everything: bool = False) -> Values:
    """The attributes that `description` tells about: those in `state` and those that `read` declares.

    everything: all others too, named as AWS does in Terraform's spelling; for an import, which has no state.
    """
    members = description if isinstance(description, Mapping) else {}
    seen: Values = {}
    for name in (set(state) | read.filled) - read.ignored - TERRAFORM_OWN - set(read.observed):
        member = like_named(name, members)
        if member is not None:
            seen[name] = _seen(name, members[member], state)
    for name, path in read.observed.items():
        value = at(path, description)
        if value is not None or name not in read.filled:
            seen[name] = _seen(name, value, state)
    if everything:
        seen = {snake(member): _plain(value) for member, value in members.items()} | seen
    return seen


def _seen(name: str, value: Any, state: Values) -> Any:
    return as_attribute(value, state[name]) if name in state else _plain(value)


def at(path: Path, answer: Any) -> Any:
    """What `path` leads to in `answer`, or None."""
    return jmespath.search(path, answer) if isinstance(path, str) else path(answer)


def as_attribute(value: Any, known: Any) -> Any:
    """`value` from AWS in the form of `known`, what the state holds: `known` itself if they mean the same."""
    if _empty(value) and _empty(known):
        return known
    if known is None or (isinstance(known, list) and not known):
        return _plain(value)
    if isinstance(known, bool):
        return _boolean(value)
    if isinstance(known, (int, float)):
        return _number(value, known)
    if isinstance(known, str):
        return _text(value, known)
    if isinstance(known, dict):
        return {key: as_attribute(item, known.get(key, "")) for key, item in (value or {}).items()}
    return _list(value, known)


def complete(planned: Any, seen: Any) -> Any:
    """`planned` with what was not known then filled in from `seen`; what was planned stays as it was."""
    if isinstance(planned, dict) and isinstance(seen, dict):
        return {**seen, **{name: complete(value, seen.get(name)) for name, value in planned.items()}}
    if isinstance(planned, list) and isinstance(seen, list) and len(planned) == len(seen):
        return [
            complete(*pair) if isinstance(pair[0], dict) else pair[0]
            for pair in zip(planned, seen, strict=True)
        ]
    return planned


def _empty(value: Any) -> bool:
    """Whether there is nothing in it: `[{"enabled": false}]` says no more than no block at all."""
    if isinstance(value, list):
        return all(isinstance(item, Mapping) and _empty(item) for item in value)
    if isinstance(value, Mapping):
        return all(_empty(item) for item in value.values())
    return value is None or value is False or value in ("", 0, "0", "false")


def _plain(value: Any) -> Any:
    """A structure becomes a block, under Terraform's spelling."""
    if isinstance(value, Mapping):
        return [{snake(key): _plain(item) for key, item in value.items()}]
    if isinstance(value, list):
        inner = [_plain(item) for item in value]
        return [item[0] if isinstance(item, list) and len(item) == 1 else item for item in inner]
    return value.isoformat() if isinstance(value, datetime) else value


def _boolean(value: Any) -> bool:
    return value if isinstance(value, bool) else str(value).lower() in ("true", "enabled")


def _number(value: Any, known: float) -> Any:
    try:
        return type(known)(value)
    except (TypeError, ValueError):
        return value


def _text(value: Any, known: str) -> Any:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    text = json.dumps(value) if isinstance(value, (Mapping, list)) else str(value)
    return known if same_meaning(known, text) else text


def _list(value: Any, known: list[Any]) -> list[Any]:
    """The items of `value`, in the order of `known` where they are the same."""
    items = value if isinstance(value, list) else [] if _empty(value) else [value]
    left = [_item(item, known) for item in items]
    ordered = []
    for item in known:
        for candidate in left:
            if candidate == item:
                ordered.append(item)
                left.remove(candidate)
                break
    return ordered + left


def _item(value: Any, known: list[Any]) -> Any:
    """`value` as the item of `known` that it is, or, if it is none of them, with the names that the first one has."""
    if not isinstance(value, Mapping):
        return as_attribute(value, known[0])
    candidates = [_block(value, item) for item in known if isinstance(item, dict)]
    return next(
        (candidate for candidate in candidates if candidate in known), candidates[0] if candidates else {}
    )


def _block(value: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of one block; one that was left out counts as unchanged, for AWS fills in its default."""
    block = {}
    for name, item in known.items():
        member = None if item is None or item == [] else like_named(name, value)
        block[name] = item if member is None else as_attribute(value[member], item)
    return block
