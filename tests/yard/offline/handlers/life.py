"""A resource's life as the offline provider leads it: a plan over the whole schema, then what the handler answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yard.offline.catalogue import load_schema
from yard.offline.handlers import HANDLERS, Cloud, Values
from yard.offline.planning import Settings, plan
from yard.offline.plausible import Inventor
from yard.offline.schema import SINGLE, Block
from yard.offline.values import UNKNOWN, decode, encode, wholly_known

REGION = "eu-west-1"
DEFAULT_TAGS = {"ManagedBy": "stackyard"}


class Life:
    """Creates, refreshes, changes and destroys resources; what a plan leaves unknown is absent for the handler."""

    def __init__(self, cloud: Cloud, cache: Path) -> None:
        self.cloud = cloud
        self.settings = Settings(cloud.account, cloud.region, DEFAULT_TAGS)
        self.schema = load_schema("aws", HANDLERS, (), cache).resources
        self._inventor = Inventor()

    def create(self, kind: str, **arguments: Any) -> Values:
        """The state after an apply that adds it."""
        block = self.schema[kind]
        unknown = set(arguments) - set(block.type.attributes)
        assert not unknown, f"{kind} has no {unknown}"
        planned = plan(kind, block, None, _canonical(block, arguments), self.settings).planned
        return self._settled(kind, planned, HANDLERS[kind].create(self.cloud, _told(block, planned)))

    def update(self, kind: str, prior: Values, **arguments: Any) -> Values:
        """The state after an apply that changes some arguments in place."""
        block = self.schema[kind]
        change = plan(kind, block, prior, _canonical(block, {**prior, **arguments}), self.settings)
        assert change.replace == (), f"{kind} would be replaced: {change.replace}"
        return self._settled(
            kind, change.planned, HANDLERS[kind].update(self.cloud, prior, _told(block, change.planned))
        )

    def read(self, kind: str, state: Values) -> Values | None:
        """The state after a refresh."""
        seen = HANDLERS[kind].read(self.cloud, state)
        return None if seen is None else _canonical(self.schema[kind], {**state, **seen})

    def delete(self, kind: str, state: Values) -> None:
        HANDLERS[kind].delete(self.cloud, state)

    def import_state(self, kind: str, identifier: str) -> Values | None:
        found = HANDLERS[kind].import_state(self.cloud, identifier)
        return None if found is None else _canonical(self.schema[kind], found)

    def _settled(self, kind: str, planned: Values, given: Values) -> Values:
        block = self.schema[kind]
        return _canonical(block, self._inventor.complete(kind, block, planned, given, self.settings))


def _canonical(block: Block, values: Values) -> Values:
    """Over the wire and back: every attribute there, sets in order. Fails where a type is not the schema's."""
    decoded: Values = decode(encode(_filled(block, values), block.type), block.type)
    return decoded


def _filled(block: Block, values: Values) -> Values:
    filled = {name: values.get(name) for name in block.attributes}
    for name, nested in block.blocks.items():
        items = values.get(name)
        if nested.nesting == SINGLE:
            filled[name] = items
        else:
            filled[name] = [_filled(nested.block, item) for item in items or []]
    return filled


def _told(block: Block, planned: Values) -> Values:
    """What the provider tells a handler: of what AWS completes, no part."""
    partly = {name for name in block.computed() if not wholly_known(planned.get(name))}
    told: Values = _known({name: value for name, value in planned.items() if name not in partly})
    return told


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _known(item) for name, item in value.items() if item is not UNKNOWN}
    return [_known(item) for item in value] if isinstance(value, list) else value
