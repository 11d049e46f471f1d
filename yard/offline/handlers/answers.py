"""What AWS answers, as attributes: as they are in Terraform's state already, wherever they mean the same.

AWS reorders sets, reformats JSON, writes numbers as text and fills in defaults. None of that is drift.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import jmespath

from yard.offline.handlers.base import Values
from yard.offline.handlers.declaration import Path, Read
from yard.offline.handlers.requests import TERRAFORM_OWN
from yard.offline.handlers.spelling import like_named, snake
from yard.offline.meaning import same_meaning


def observe(read: Read, description: Any, state: Values) -> Values:
    """The attributes that `description` tells about: those in `state`, and those that `read` declares."""
    members = description if isinstance(description, Mapping) else {}
    seen: Values = {}
    settled = read.once & set(state)
    for name in (set(state) | read.filled) - read.ignored - TERRAFORM_OWN - set(read.observed) - settled:
        member = like_named(name, members)
        if member is not None:
            value = members[member]
            seen[name] = as_attribute(value, state[name]) if name in state else _plain(value)
    for name, path in read.observed.items():
        value = at(path, description)
        if name not in settled and (value is not None or name not in read.filled):
            seen[name] = as_attribute(value, state[name]) if name in state else _new(value, path)
    return seen


def discover(read: Read, description: Any) -> Values:
    """All that `description` tells, for an import, which has no state: under AWS's names in Terraform's spelling.

    A name may be one that the resource type does not have.
    """
    members = description if isinstance(description, Mapping) else {}
    found: Values = {}
    for member, value in members.items():
        found[snake(member)] = _plain(value)
        if isinstance(value, list) and member.endswith("s"):
            found[snake(member[:-1])] = _plain(value)
    found = {name: value for name, value in found.items() if name not in read.ignored | TERRAFORM_OWN}
    return found | {name: _new(at(path, description), path) for name, path in read.imported.items()}


def _new(value: Any, path: Path) -> Any:
    """A value that the state does not have; a function gives it in Terraform's form already."""
    return value if callable(path) else _plain(value)


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


def is_default(value: Any, default: Any) -> bool:
    """Whether AWS gave `default`; of a block, `default` may name just some arguments."""
    if isinstance(default, list):
        same_size = isinstance(value, list) and len(value) == len(default)
        return same_size and all(is_default(*pair) for pair in zip(value, default, strict=True))
    if isinstance(default, dict):
        return all(is_default(value.get(name), item) for name, item in default.items())
    return str(value).lower() == str(default).lower()


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
    """The items of `value`, in the order of `known` where they are the same, the changed and new ones after them."""
    left = list(value) if isinstance(value, list) else [] if _empty(value) else [value]
    same, changed = [], []
    for item in known:
        match = max(left, key=lambda other: _likeness(other, item), default=None)
        if match is not None and _likeness(match, item):
            same.append(item)
            left.remove(match)
        else:
            changed.append(item)
    changed_here = [_item(other, pattern) for other, pattern in zip(left, changed, strict=False)]
    return same + changed_here + [_added(other, known[0]) for other in left[len(changed) :]]


def _likeness(value: Any, known: Any) -> int:
    """0 if `value` is not `known`, else how many arguments agree."""
    if not isinstance(value, Mapping) or not isinstance(known, dict):
        return int(as_attribute(value, known) == known)
    told = [name for name in _given(known) if like_named(name, value) is not None]
    return len(told) if _block(value, known) == known else 0


def _added(value: Any, like: Any) -> Any:
    """An item that the state does not have, with the arguments that its others have."""
    if not isinstance(value, Mapping) or not isinstance(like, dict):
        return _plain(value)
    members = {name: like_named(name, value) for name in like}
    return {name: None if member is None else _plain(value[member]) for name, member in members.items()}


def _item(value: Any, known: Any) -> Any:
    same_kind = isinstance(value, Mapping) and isinstance(known, dict)
    return _block(value, known) if same_kind else as_attribute(value, known)


def _given(known: Mapping[str, Any]) -> list[str]:
    return [name for name, item in known.items() if item is not None and item != []]


def _block(value: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of one block; one that was left out counts as unchanged, for AWS fills in its default."""
    block = dict(known)
    for name in _given(known):
        member = like_named(name, value)
        if member is not None:
            block[name] = as_attribute(value[member], known[name])
    return block
