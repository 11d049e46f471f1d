"""Values that AWS would have computed, made up: of the right form for service, region, account and name.

The same resource with the same arguments always gets the same values, so that two runs can be compared.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from typing import Any

from yard.offline.formats import GENERIC, format_of, zone_id_of_load_balancers
from yard.offline.planning import Settings
from yard.offline.schema import SINGLE, Attribute, Block, NestedBlock
from yard.offline.values import UNKNOWN, wholly_known

Values = dict[str, Any]

FIELD = re.compile(r"\{(\w+)(?::(\w+))?\}")
RANDOM = {
    "hex": "0123456789abcdef",
    "digits": "0123456789",
    "upper": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    "mixed": "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ",
    "uuid": "",
    "octet": "",
}
EMPTY: dict[str, Any] = {"list": [], "set": [], "map": {}, "number": 0, "bool": False}


class Inventor:
    """Makes values up for one account and region, and never gives two resources of a type the same identity."""

    def __init__(self) -> None:
        self._taken: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def know(self, type_name: str, state: Values | None) -> None:
        """Remember the identity of a resource that exists."""
        if state and isinstance(state.get("id"), str):
            with self._lock:
                self._taken.add((type_name, state["id"]))

    def complete(
        self, type_name: str, block: Block, planned: Values, given: Values, settings: Settings
    ) -> Values:
        """`planned` with every UNKNOWN replaced: by what `given` has for it, else by a made-up value.

        given: what a handler returned, {} without one.
        """
        attempt = 0
        while True:
            maker = _Maker(type_name, block, planned, given, settings, attempt)
            identity = (type_name, str(maker.value("id")) if "id" in block.attributes else "")
            with self._lock:
                # An identity that follows from the arguments, or that a handler gave, is not ours to change.
                if maker.is_named or given.get("id") is not None or identity not in self._taken:
                    self._taken.add(identity)
                    return maker.all()
            attempt += 1


class _Maker:
    def __init__(
        self, type_name: str, block: Block, planned: Values, given: Values, settings: Settings, attempt: int
    ) -> None:
        self.type_name = type_name
        self.block = block
        self.planned = planned
        self.given = given
        self.settings = settings
        self.region = planned["region"] if isinstance(planned.get("region"), str) else settings.region
        known = json.dumps(_known(planned), sort_keys=True, default=str)
        self.seed = f"{settings.account}/{self.region}/{type_name}/{known}/{attempt or ''}"
        _, service, *resource = f"{type_name}_".split("_")
        self.fixed = {
            "account": settings.account,
            "region": self.region,
            "partition": "aws",
            "elb_zone": zone_id_of_load_balancers(self.region),
            "service": service,
            "resource": "-".join(filter(None, resource)),
        }
        # Whether the identity follows from the arguments alone.
        self.is_named = True
        self._made: Values = {}
        self._open: set[str] = set()

    def all(self) -> Values:
        result = {name: self.value(name) for name in self.block.attributes}
        for name, nested in self.block.blocks.items():
            result[name] = self._nested(nested, self.planned.get(name), self.given.get(name), name)
        return result

    def value(self, name: str) -> Any:
        """The value of one top-level attribute, made up at most once; a block as it was planned."""
        if name not in self.block.attributes:
            planned = self.planned.get(name)
            return self.given.get(name) if planned is UNKNOWN else planned
        if name not in self._made:
            planned = self.planned.get(name)
            # Of some the provider knows a part beforehand (foreseen.py): that part is in what is made too.
            if wholly_known(planned):
                self._made[name] = planned
            elif self.given.get(name) is not None:
                self._made[name] = self.given[name]
            elif name in self._open:
                return self._random("hex", 8, name)
            else:
                self._open.add(name)
                self._made[name] = self._invented(name, self.block.attributes[name], name)
        return self._made[name]

    def _nested(self, nested: NestedBlock, planned: Any, given: Any, path: str) -> Any:
        if nested.nesting == SINGLE:
            return self._inner(nested.block, planned, given, path)
        if isinstance(planned, dict):
            return {
                key: self._inner(nested.block, value, None, f"{path}.{key}") for key, value in planned.items()
            }
        if not isinstance(planned, list):
            return (
                given if planned is UNKNOWN and given is not None else [] if planned is UNKNOWN else planned
            )
        # Only an ordered block says which of the given elements is which.
        twins = (
            given
            if nested.nesting == "list" and isinstance(given, list) and len(given) == len(planned)
            else None
        )
        return [
            self._inner(nested.block, item, twins[index] if twins else None, f"{path}.{index}")
            for index, item in enumerate(planned)
        ]

    def _inner(self, block: Block, planned: Any, given: Any, path: str) -> Any:
        if not isinstance(planned, dict):
            return None if planned is UNKNOWN else planned
        offered = given if isinstance(given, dict) else {}
        result = {}
        for name, attribute in block.attributes.items():
            value = planned.get(name)
            if value is UNKNOWN:
                value = offered.get(name)
                value = self._generic(name, attribute, f"{path}.{name}") if value is None else value
            result[name] = value
        for name, nested in block.blocks.items():
            result[name] = self._nested(nested, planned.get(name), offered.get(name), f"{path}.{name}")
        return result

    def _invented(self, name: str, attribute: Attribute, path: str) -> Any:
        template = format_of(self.type_name, name)
        if template is None:
            return self._generic(name, attribute, path)
        if callable(template):
            return template(self.value, self._random)
        return self._filled(template, path) if isinstance(template, str) else _copy(template)

    def _generic(self, name: str, attribute: Attribute, path: str) -> Any:
        kind = attribute.type
        if kind.element is not None and kind.element.kind == "object" and not attribute.optional:
            # One element, so that a reference to the first one finds something.
            inner = kind.element.attributes.items()
            made = {
                key: self._generic(key, Attribute(of, computed=True), f"{path}.{key}") for key, of in inner
            }
            return {"first": made} if kind.kind == "map" else [made]
        if kind.kind == "object":
            return {
                key: self._generic(key, Attribute(of, computed=True), f"{path}.{key}")
                for key, of in kind.attributes.items()
            }
        if kind.kind != "string":
            # What was not asked for and AWS does not have to tell stays empty; otherwise it is 0, false or no elements.
            return None if attribute.optional and kind.element is None else _copy(EMPTY.get(kind.kind))
        for pattern, template in GENERIC:
            if re.fullmatch(pattern, name):
                return self._filled(template, path)
        if name == "id":
            return self._name() or self._random("hex", 17, path)
        return None if attribute.optional else f"{name.replace('_', '-')}-{self._random('hex', 8, path)}"

    def _filled(self, template: str, path: str) -> str:
        return FIELD.sub(lambda match: self._field(match[1], match[2], path), template)

    def _field(self, name: str, how: str | None, path: str) -> str:
        if name in RANDOM:
            return self._random(name, int(how or 8), path)
        if name == "name" and how is None:
            return self._name() or self._random("hex", 12, path)
        if name == "generated":
            prefix = self.planned.get(f"{path}_prefix")
            return (prefix if isinstance(prefix, str) else "terraform-") + self._random("digits", 26, path)
        if name in self.fixed:
            return self.fixed[name]
        value = self.value(name) if name in self.block.attributes else None
        return cut("" if value is None or value is UNKNOWN else str(value), how)

    def _name(self) -> str | None:
        for key in ("name", "bucket", "function_name", "identifier", "cluster_identifier", "family"):
            if key in self.block.attributes:
                value = self.planned.get(key)
                if isinstance(value, str):
                    return value
                if value is UNKNOWN and key in ("name", "bucket"):
                    made = self.value(key)
                    return made if isinstance(made, str) else None
        return None

    def _random(self, alphabet: str, size: int, path: str) -> str:
        self.is_named = False
        digest = hashlib.sha256(f"{path}:{self.seed}".encode()).hexdigest()
        number = int(digest, 16)
        if alphabet == "uuid":
            return "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32]))
        if alphabet == "octet":
            return str(1 + number % 254)
        letters = RANDOM[alphabet]
        return "".join(letters[number // len(letters) ** position % len(letters)] for position in range(size))


def cut(text: str, how: str | None) -> str:
    """The part of `text` that a template asks for (see formats.py)."""
    match how:
        case "last":
            return text.rpartition(":")[2]
        case "tail":
            return text.partition("/")[2] or text
        case "end":
            return text.rpartition("/")[2]
        case "host":
            return text.partition("://")[2] or text
        case "path":
            return text or "/"
        case "rooted":
            return "/" + text.lstrip("/")
    return text


def _known(value: Any) -> Any:
    """`value` without what is unknown or empty, so that a schema that grows changes no identity."""
    if isinstance(value, dict):
        return {key: _known(item) for key, item in value.items() if item is not None and item is not UNKNOWN}
    if isinstance(value, list):
        return [_known(item) for item in value if item is not UNKNOWN]
    return value


def _copy(value: Any) -> Any:
    return list(value) if isinstance(value, list) else dict(value) if isinstance(value, dict) else value
