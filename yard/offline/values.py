"""Values as the plugin protocol carries them: msgpack, with a mark for what is not known yet.

In Python they are dict, list, str, int, float, bool and None; a set is a list in canonical order, so that two equal
sets are equal lists. Source: "Wire Format for Terraform Objects and Associated Values" (Terraform's documentation).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import msgpack  # type: ignore[import-untyped]

from yard.offline.types import Type, type_from_json

UNKNOWN_CODES = (0, 12)  # 12 carries refinements ("not null", a prefix), which may be ignored
LARGEST_INTEGER = 2**64 - 1
SMALLEST_INTEGER = -(2**63)


class Unknown:
    """The one value that is known after apply."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __copy__(self) -> Unknown:
        return self

    def __deepcopy__(self, memo: object) -> Unknown:
        return self


UNKNOWN: Final = Unknown()


@dataclass(frozen=True)
class Dynamic:
    """A value that brings its type along."""

    type: Any
    value: Any


def decode(data: bytes, kind: Type) -> Any:
    """The value in `data`. Raises ValueError if it is not a value of type `kind`."""
    return _decoded(msgpack.unpackb(data, raw=False, strict_map_key=False, ext_hook=_extension), kind)


def encode(value: Any, kind: Type) -> bytes:
    """`value` as msgpack. Raises ValueError if it is not a value of type `kind`."""
    return bytes(msgpack.packb(_encodable(value, kind), use_bin_type=True))


def from_json(value: Any, kind: Type) -> Any:
    """A value as the state file holds it: attributes it lacks are null, those the type lacks are dropped."""
    if value is None:
        return None
    if kind.kind == "object":
        given = value if isinstance(value, dict) else {}
        return {name: from_json(given.get(name), inner) for name, inner in kind.attributes.items()}
    if kind.kind == "dynamic":
        return Dynamic(value["type"], value["value"]) if isinstance(value, dict) and "type" in value else None
    if kind.element is None:
        return _primitive(value, kind)
    if kind.kind == "map":
        return {name: from_json(inner, kind.element) for name, inner in value.items()}
    items = value if isinstance(value, list) else [value]
    return canonical([from_json(item, kind.element) for item in items], kind)


def canonical(value: Any, kind: Type) -> Any:
    """`value` with its own elements in canonical order if it is a set."""
    if kind.kind != "set" or not isinstance(value, list):
        return value
    return sorted(value, key=sort_key)


def sort_key(value: Any) -> str:
    """A text that equal values share."""
    return json.dumps(value, sort_keys=True, default=repr)


def wholly_known(value: Any) -> bool:
    """Whether no part of `value` is unknown."""
    if isinstance(value, dict):
        return all(wholly_known(inner) for inner in value.values())
    if isinstance(value, list):
        return all(wholly_known(inner) for inner in value)
    if isinstance(value, Dynamic):
        return wholly_known(value.value)
    return value is not UNKNOWN


def _extension(code: int, data: bytes) -> Any:
    if code in UNKNOWN_CODES:
        return UNKNOWN
    raise ValueError(f"msgpack extension {code} ({len(data)} bytes) is not one of Terraform's")


def _decoded(raw: Any, kind: Type) -> Any:
    if raw is None or raw is UNKNOWN:
        return raw
    if kind.kind == "dynamic":
        inner = json.loads(raw[0])
        return Dynamic(inner, _decoded(raw[1], type_from_json(inner)))
    if kind.kind == "object":
        return {name: _decoded(raw.get(name), inner) for name, inner in kind.attributes.items()}
    if kind.kind == "tuple":
        return [_decoded(item, inner) for item, inner in zip(raw, kind.attributes.values(), strict=True)]
    if kind.element is None:
        return _primitive(raw, kind)
    if kind.kind == "map":
        return {name: _decoded(inner, kind.element) for name, inner in raw.items()}
    return canonical([_decoded(item, kind.element) for item in raw], kind)


def _encodable(value: Any, kind: Type) -> Any:
    if value is None:
        return None
    if value is UNKNOWN:
        return msgpack.ExtType(0, b"\x00")
    if kind.kind == "dynamic":
        if not isinstance(value, Dynamic):
            raise ValueError(f"{value!r} does not bring its type along")
        return [json.dumps(value.type).encode(), _encodable(value.value, type_from_json(value.type))]
    if kind.kind == "object":
        if not isinstance(value, dict):
            raise ValueError(f"{value!r} is not an object")
        return {name: _encodable(value.get(name), inner) for name, inner in sorted(kind.attributes.items())}
    if kind.kind == "tuple":
        return [_encodable(item, inner) for item, inner in zip(value, kind.attributes.values(), strict=True)]
    if kind.element is None:
        return _encodable_primitive(_primitive(value, kind))
    if kind.kind == "map":
        return {name: _encodable(inner, kind.element) for name, inner in sorted(value.items())}
    if not isinstance(value, list):
        raise ValueError(f"{value!r} is not a {kind.kind}")
    return [_encodable(item, kind.element) for item in canonical(value, kind)]


def _primitive(value: Any, kind: Type) -> Any:
    """`value` as a string, number or bool, converted where Terraform would convert it."""
    if kind.kind == "string":
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (str, int, float, Decimal)):
            return str(value)
    elif kind.kind == "number":
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return int(value) if isinstance(value, float) and value.is_integer() else value
        if isinstance(value, (str, Decimal)):
            return _number(str(value))
    elif kind.kind == "bool":
        if isinstance(value, bool):
            return value
        if value in ("true", "false"):
            return value == "true"
    raise ValueError(f"{value!r} is not a {kind.kind}")


def _number(text: str) -> int | float | Decimal:
    try:
        exact = Decimal(text)
        if exact == exact.to_integral_value():
            return int(exact)
        return float(exact) if Decimal(repr(float(exact))) == exact else exact
    except (ArithmeticError, ValueError) as error:
        raise ValueError(f"{text!r} is not a number") from error


def _encodable_primitive(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, int) and not SMALLEST_INTEGER <= value <= LARGEST_INTEGER:
        return str(value)
    return value
