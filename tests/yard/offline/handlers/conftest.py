"""One emulated AWS for all tests of handlers, and a resource's life as the offline provider leads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.server import ThreadedMotoServer

from yard.offline.catalogue import load_schema
from yard.offline.handlers import HANDLERS, Cloud, Values
from yard.offline.planning import Settings, plan
from yard.offline.plausible import Inventor
from yard.offline.schema import Block
from yard.offline.types import Type
from yard.offline.values import UNKNOWN, decode, encode

REGION = "eu-west-1"
DEFAULT_TAGS = {"ManagedBy": "stackyard"}


class Life:
    """What Terraform makes of arguments: a plan over the whole schema, then what the handler answers, completed."""

    def __init__(self, cloud: Cloud, cache: Path) -> None:
        self.cloud = cloud
        self.settings = Settings(cloud.account, cloud.region, DEFAULT_TAGS)
        self._schema = load_schema("aws", HANDLERS, (), cache).resources
        self._inventor = Inventor()

    def create(self, kind: str, **arguments: Any) -> Values:
        """The state after an apply that adds it."""
        block = self._schema[kind]
        planned = plan(kind, block, None, self._proposed(kind, arguments), self.settings).planned
        given = HANDLERS[kind].create(self.cloud, _known(planned))
        return self._settled(kind, planned, given)

    def update(self, kind: str, prior: Values, **arguments: Any) -> Values:
        """The state after an apply that changes some arguments in place."""
        block = self._schema[kind]
        proposed = _canonical(block, {**prior, **arguments})
        change = plan(kind, block, prior, proposed, self.settings)
        assert change.replace == ()
        given = HANDLERS[kind].update(self.cloud, prior, _known(change.planned))
        return self._settled(kind, change.planned, given)

    def read(self, kind: str, state: Values) -> Values | None:
        """The state after a refresh."""
        seen = HANDLERS[kind].read(self.cloud, state)
        return None if seen is None else _canonical(self._schema[kind], {**state, **seen})

    def delete(self, kind: str, state: Values) -> None:
        HANDLERS[kind].delete(self.cloud, state)

    def import_state(self, kind: str, identifier: str) -> Values | None:
        return HANDLERS[kind].import_state(self.cloud, identifier)

    def _proposed(self, kind: str, arguments: Values) -> Values:
        unknown_arguments = set(arguments) - set(self._schema[kind].type.attributes)
        assert not unknown_arguments, f"{kind} has no {unknown_arguments}"
        return _canonical(self._schema[kind], arguments)

    def _settled(self, kind: str, planned: Values, given: Values) -> Values:
        block = self._schema[kind]
        return _canonical(block, self._inventor.complete(kind, block, planned, given, self.settings))


def _canonical(block: Block, values: Values) -> Values:
    """Over the wire and back: every attribute there, sets in order. Fails where a type is not the schema's."""
    filled = _filled(values, block.type)
    decoded: Values = decode(encode(filled, block.type), block.type)
    return decoded


def _filled(value: Any, kind: Type) -> Any:
    if value is None and kind.kind in ("list", "set") and kind.element and kind.element.kind == "object":
        return []
    if kind.kind == "object" and isinstance(value, dict):
        return {name: _filled(value.get(name), inner) for name, inner in kind.attributes.items()}
    if kind.kind in ("list", "set") and isinstance(value, list) and kind.element:
        return [_filled(item, kind.element) for item in value]
    return value


def _known(value: Any) -> Any:
    """As the handlers are given it: what is not known yet is absent."""
    if isinstance(value, dict):
        return {name: _known(item) for name, item in value.items() if item is not UNKNOWN}
    return [_known(item) for item in value] if isinstance(value, list) else value


@pytest.fixture(scope="session")
def cloud() -> Iterator[Cloud]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield Cloud(f"http://{host}:{port}", DEFAULT_ACCOUNT_ID, REGION)
    server.stop()


@pytest.fixture(scope="session")
def life(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory) -> Life:
    return Life(cloud, tmp_path_factory.mktemp("cache"))
