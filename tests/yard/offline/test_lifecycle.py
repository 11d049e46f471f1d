"""A handler does the real thing; what AWS words differently is no drift, what somebody changed is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from yard.offline.handlers.base import Cloud
from yard.offline.lifecycle import Memory, Resource
from yard.offline.planning import Settings
from yard.offline.plausible import Inventor
from yard.offline.schema import Block
from yard.offline.values import UNKNOWN

Find = Callable[[str], Block]
Values = dict[str, Any]


@dataclass
class Queues:
    """An AWS with one queue in it; it fills in defaults and knows policies in its own words."""

    there: Values | None = None
    calls: list[str] = field(default_factory=list)

    def create(self, cloud: Cloud, planned: Values) -> Values:
        assert "arn" not in planned
        self.calls.append("create")
        self.there = {"delay_seconds": 0, "visibility_timeout_seconds": 30} | {
            name: value for name, value in planned.items() if value is not None
        }
        return {"id": "https://q", "url": "https://q", "arn": "arn:q"}

    def read(self, cloud: Cloud, state: Values) -> Values | None:
        if self.there is None:
            return None
        found = dict(self.there)
        if "policy" in found:
            found["policy"] = found["policy"].replace(" ", "")
        return found

    def update(self, cloud: Cloud, prior: Values, planned: Values) -> Values:
        self.calls.append("update")
        assert self.there is not None
        self.there |= {name: value for name, value in planned.items() if value is not None}
        return {}

    def delete(self, cloud: Cloud, state: Values) -> None:
        self.calls.append("delete")
        self.there = None

    def import_state(self, cloud: Cloud, identifier: str) -> Values | None:
        if identifier != "https://q":
            return None
        return {"id": "https://q", "name": "q", "tags_all": {"Environment": "dev", "Team": "buying"}}


@pytest.fixture
def queues() -> Queues:
    return Queues()


@pytest.fixture
def resource(block_of: Find, queues: Queues) -> Resource:
    settings = Settings("111111111111", "eu-west-1", {"Environment": "dev"})
    cloud = Cloud("http://127.0.0.1:1", "111111111111", "eu-west-1")
    return Resource("aws_sqs_queue", block_of("aws_sqs_queue"), settings, Inventor(), queues, cloud)


def test_what_the_handler_leaves_open_is_made_up(resource: Resource) -> None:
    state, _ = resource.create(_planned(resource, name="q"))

    assert state["arn"] == "arn:q"
    assert state["name"] == "q"
    assert all(value is not UNKNOWN for value in state.values())


def test_defaults_that_aws_fills_in_are_no_drift(resource: Resource) -> None:
    state, memory = resource.create(_planned(resource, name="q"))

    assert state["delay_seconds"] is None
    assert resource.read(state, memory) == state


def test_a_policy_in_the_words_of_aws_is_no_drift(resource: Resource) -> None:
    state, memory = resource.create(_planned(resource, name="q", policy='{"Version": "2012-10-17"}'))

    assert resource.read(state, memory) == state


def test_a_default_changed_behind_the_back_is_drift(resource: Resource, queues: Queues) -> None:
    state, memory = resource.create(_planned(resource, name="q"))
    assert queues.there is not None
    queues.there["visibility_timeout_seconds"] = 60

    found = resource.read(state, memory)

    assert found is not None
    assert found["visibility_timeout_seconds"] == 60


def test_an_argument_changed_behind_the_back_is_drift(resource: Resource, queues: Queues) -> None:
    state, memory = resource.create(_planned(resource, name="q", delay_seconds=5))
    assert queues.there is not None
    queues.there["delay_seconds"] = 9

    found = resource.read(state, memory)

    assert found is not None
    assert found["delay_seconds"] == 9


def test_a_tag_put_on_behind_the_back_is_drift(resource: Resource, queues: Queues) -> None:
    state, memory = resource.create(
        _planned(resource, tags={"Team": "a"}, tags_all={"Team": "a", "Environment": "dev"})
    )
    assert queues.there is not None
    queues.there["tags_all"] = {"Team": "a", "Environment": "dev", "Owner": "mallory", "aws:tag": "x"}

    found = resource.read(state, memory)

    assert found is not None
    assert found["tags"] == {"Team": "a", "Owner": "mallory"}
    assert found["tags_all"] == {"Team": "a", "Environment": "dev", "Owner": "mallory"}


def test_what_is_gone_is_gone(resource: Resource, queues: Queues) -> None:
    state, memory = resource.create(_planned(resource, name="q"))
    queues.there = None

    assert resource.read(state, memory) is None


def test_a_planned_value_stands_whatever_the_handler_says(resource: Resource) -> None:
    state, _ = resource.create(_planned(resource, name="q", url="https://known"))

    assert state["url"] == "https://known"


def test_memory_outlives_the_run(resource: Resource) -> None:
    state, memory = resource.create(_planned(resource, name="q"))

    again = Memory.unpack(memory.pack())

    assert again == memory
    assert resource.read(state, again) == state


def test_what_was_made_and_cannot_be_read_is_in_the_state(
    resource: Resource, queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object) -> Values:
        raise ConnectionError("gone")

    monkeypatch.setattr(queues, "read", unreachable)

    state, memory = resource.create(_planned(resource, name="q"))

    assert state["arn"] == "arn:q"
    assert memory == Memory()


@pytest.mark.parametrize("stored", [b"", b"{}", b"[1]", b"\xff"])
def test_memory_that_cannot_be_read_is_empty(stored: bytes) -> None:
    assert Memory.unpack(stored) == Memory()


def test_an_update_and_a_deletion_reach_the_handler(resource: Resource, queues: Queues) -> None:
    state, _ = resource.create(_planned(resource, name="q"))

    changed, _ = resource.update(state, state | {"delay_seconds": 7})
    resource.delete(changed)

    assert changed["delay_seconds"] == 7
    assert queues.calls == ["create", "update", "delete"]


def test_an_import_tells_own_tags_from_default_tags(resource: Resource) -> None:
    state = resource.import_state("https://q")

    assert state is not None
    assert state["tags"] == {"Team": "buying"}
    assert set(state) == set(resource.block.type.attributes)


def test_what_is_not_there_cannot_be_imported(resource: Resource) -> None:
    assert resource.import_state("https://other") is None


def test_without_a_handler_everything_is_in_the_state(block_of: Find) -> None:
    block = block_of("aws_sqs_queue")
    resource = Resource("aws_sqs_queue", block, Settings("111111111111", "eu-west-1"), Inventor())

    state, memory = resource.create(_planned(resource, name="q"))
    resource.delete(state)

    assert resource.read(state, memory) == state
    assert state["arn"] == "arn:aws:sqs:eu-west-1:111111111111:q"


def _planned(resource: Resource, **known: Any) -> Values:
    attributes = resource.block.attributes.items()
    return {name: UNKNOWN if a.computed else None for name, a in attributes} | {"timeouts": None} | known
