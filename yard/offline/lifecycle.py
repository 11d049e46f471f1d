"""What happens to one resource: it is created, read, changed, deleted or imported, for real or in the state only.

A handler does the real thing in the emulated AWS. AWS gives some arguments back in other words, or fills in defaults
that the configuration leaves out; neither is a change. So after every write the resource is read once, and what
differs from the state then is remembered (`Memory`) and not taken for drift later.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yard.offline.attempts import Attempts
from yard.offline.handlers.base import Cloud, Handler
from yard.offline.meaning import same_meaning
from yard.offline.planning import Settings
from yard.offline.plausible import Inventor
from yard.offline.schema import Block
from yard.offline.tags import own_tags, without_system_tags
from yard.offline.types import Type
from yard.offline.values import UNKNOWN, canonical, from_json, wholly_known

Values = dict[str, Any]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Memory:
    """Terraform keeps it beside the state. observed: attributes that AWS words differently than the state does."""

    observed: Values = field(default_factory=dict)

    def pack(self) -> bytes:
        """The form that Terraform stores."""
        return json.dumps({"observed": self.observed}, sort_keys=True, default=str).encode()

    @staticmethod
    def unpack(data: bytes) -> Memory:
        """The inverse of `pack`; what is not readable counts as nothing remembered."""
        try:
            return Memory(dict(json.loads(data)["observed"])) if data else Memory()
        except (ValueError, KeyError, TypeError):
            return Memory()


@dataclass(frozen=True)
class Resource:
    """One resource type in one run."""

    type_name: str
    block: Block
    settings: Settings
    inventor: Inventor
    handler: Handler | None = None
    cloud: Cloud | None = None
    attempts: Attempts | None = None

    def create(self, planned: Values) -> tuple[Values, Memory]:
        """Create it; the new state has no unknown left."""
        given: Values = {}
        if self.handler is not None and self.cloud is not None:
            given = self._typed(self._made(self.handler, self.cloud, self._told(planned)))
        return self._settle(planned, given)

    def update(self, prior: Values, planned: Values) -> tuple[Values, Memory]:
        """Change it in place."""
        given: Values = {}
        if self.handler is not None and self.cloud is not None:
            given = self._typed(self.handler.update(self.cloud, prior, self._told(planned)))
        return self._settle(planned, given)

    def delete(self, prior: Values) -> None:
        """Delete it; what is gone already is fine."""
        handler, cloud = self.handler, self.cloud
        if handler is None or cloud is None:
            return
        if self.attempts is None:
            handler.delete(cloud, prior)
        else:
            self.attempts.delete(self.type_name, prior, cloud, lambda: handler.delete(cloud, prior))

    def read(self, state: Values, memory: Memory) -> Values | None:
        """The state as AWS has it now, or None if the resource is gone."""
        self.inventor.know(self.type_name, state)
        if self.handler is None or self.cloud is None:
            return state
        found = self.handler.read(self.cloud, state)
        return None if found is None else self._refreshed(state, self._typed(found), memory)

    def import_state(self, identifier: str) -> Values | None:
        """The state of an existing resource, or None if there is none or nobody could know."""
        if self.handler is None or self.cloud is None:
            return None
        found = self.handler.import_state(self.cloud, identifier)
        if found is None:
            return None
        state = dict.fromkeys(self.block.type.attributes) | self._typed(found)
        for name, nested in self.block.blocks.items():
            if state[name] is None and nested.nesting != "single":
                state[name] = {} if nested.nesting == "map" else []
        if "tags_all" in self.block.attributes and state["tags_all"] is not None:
            state["tags"] = {
                k: v for k, v in state["tags_all"].items() if self.settings.default_tags.get(k) != v
            }
        return state

    def _made(self, handler: Handler, cloud: Cloud, planned: Values) -> Values:
        """What the handler makes, so that the next run can take it back if this one is killed before it is known."""
        if self.attempts is None:
            return handler.create(cloud, planned)
        return self.attempts.create(
            self.type_name,
            planned,
            cloud,
            lambda: handler.create(cloud, planned),
            self.block.type.attributes,
        )

    def _told(self, planned: Values) -> Values:
        """What a handler hears of a plan: nothing that is not known, and of no attribute a part that AWS completes."""
        computed = set(self.block.computed())
        return {
            name: _known(value)
            for name, value in planned.items()
            if value is not UNKNOWN and not (name in computed and not wholly_known(value))
        }

    def _settle(self, planned: Values, given: Values) -> tuple[Values, Memory]:
        state = self.inventor.complete(self.type_name, self.block, planned, given, self.settings)
        if self.handler is None or self.cloud is None:
            return state, Memory()
        try:
            found = self.handler.read(self.cloud, state)
        except Exception as problem:
            # It is there: it must get into the state, or nobody would ever delete it.
            log.warning("%s was written and could not be read (%s)", self.type_name, problem)
            return state, Memory()
        observed = self._observed(state, self._typed(found or {}))
        return state, Memory(
            {name: value for name, value in observed.items() if not same_meaning(state[name], value)}
        )

    def _refreshed(self, state: Values, found: Values, memory: Memory) -> Values:
        result = dict(state)
        for name, value in self._observed(state, found).items():
            if same_meaning(state[name], value) or (
                name in memory.observed and memory.observed[name] == value
            ):
                continue
            result[name] = value
        if "tags_all" in found and "tags" in self.block.attributes:
            result["tags"] = own_tags(found["tags_all"] or {}, state.get("tags"), state.get("tags_all"))
        return result

    def _observed(self, state: Values, found: Values) -> Values:
        """What was found, as far as it can be compared: tags are told by tags_all alone."""
        skipped = {"tags", "id"} if "tags_all" in self.block.attributes else {"id"}
        return {name: value for name, value in found.items() if name in state and name not in skipped}

    def _typed(self, given: Mapping[str, Any]) -> Values:
        """What a handler gave, in the types of the schema; names that the schema lacks are dropped."""
        types = self.block.type.attributes
        result = {name: _value(value, types[name]) for name, value in given.items() if name in types}
        if isinstance(result.get("tags_all"), dict):
            result["tags_all"] = without_system_tags(result["tags_all"])
        return result


def _value(value: Any, kind: Type) -> Any:
    return canonical(from_json(value, kind), kind)


def _known(value: Any) -> Any:
    """`value` without what is unknown."""
    if isinstance(value, dict):
        return {key: _known(item) for key, item in value.items() if item is not UNKNOWN}
    if isinstance(value, list):
        return [_known(item) for item in value if item is not UNKNOWN]
    return value
