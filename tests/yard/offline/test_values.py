"""Whatever Terraform may send comes back the same."""

from __future__ import annotations

import json
from typing import Any

import msgpack  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yard.offline.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    Type,
    list_of,
    map_of,
    object_of,
    set_of,
    type_from_json,
)
from yard.offline.values import UNKNOWN, Dynamic, canonical, decode, encode, from_json, wholly_known

names = st.text(alphabet="abcdefghij_", min_size=1, max_size=6)
types = st.recursive(
    st.sampled_from([STRING, NUMBER, BOOL]),
    lambda inner: st.one_of(
        inner.map(list_of),
        inner.map(set_of),
        inner.map(map_of),
        st.dictionaries(names, inner, max_size=4).map(object_of),
    ),
    max_leaves=8,
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
integers = st.integers(min_value=-(10**30), max_value=10**30)
floats = st.floats(allow_nan=False, allow_infinity=False, width=32).filter(
    lambda value: not value.is_integer()
)


@st.composite
def typed_values(draw: st.DrawFn) -> tuple[Type, Any]:
    kind = draw(types)
    return kind, draw(_value_of(kind))


def _value_of(kind: Type) -> st.SearchStrategy[Any]:
    known: st.SearchStrategy[Any]
    if kind.kind == "object":
        known = st.fixed_dictionaries({name: _value_of(inner) for name, inner in kind.attributes.items()})
    elif kind.element is None:
        known = {"string": texts, "number": integers | floats, "bool": st.booleans()}[kind.kind]
    elif kind.kind == "map":
        known = st.dictionaries(names, _value_of(kind.element), max_size=3)
    else:
        known = st.lists(_value_of(kind.element), max_size=3).map(lambda items: canonical(items, kind))
    return st.one_of(known, st.none(), st.just(UNKNOWN))


@given(typed_values())
def test_a_value_comes_back_as_it_was_sent(typed: tuple[Type, Any]) -> None:
    kind, value = typed

    assert decode(encode(value, kind), kind) == value


@given(types)
def test_a_type_comes_back_from_its_json(kind: Type) -> None:
    text = json.loads(json.dumps(kind.as_json()))

    assert type_from_json(text) == kind


@given(typed_values())
def test_what_is_known_comes_back_from_the_state_file(typed: tuple[Type, Any]) -> None:
    kind, value = typed

    if wholly_known(value):
        assert from_json(json.loads(json.dumps(value)), kind) == value


def test_equal_sets_are_equal_whatever_their_order() -> None:
    kind = set_of(object_of({"name": STRING, "port": NUMBER}))
    one = [{"name": "a", "port": 1}, {"name": "b", "port": None}]

    assert decode(encode(one, kind), kind) == decode(encode(one[::-1], kind), kind)


def test_an_unknown_with_refinements_is_unknown() -> None:
    refined = msgpack.packb(msgpack.ExtType(12, msgpack.packb({1: False})))

    assert decode(refined, STRING) is UNKNOWN


def test_a_value_of_any_type_keeps_its_type() -> None:
    value = Dynamic(
        ["object", {"port": "number", "tags": ["tuple", ["string", "bool"]]}],
        {"port": 80, "tags": ["a", True]},
    )

    assert decode(encode(value, DYNAMIC), DYNAMIC) == value


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (80, STRING, "80"),
        (True, STRING, "true"),
        ("80", NUMBER, 80),
        ("1.5", NUMBER, 1.5),
        ("true", BOOL, True),
    ],
)
def test_a_handler_may_give_a_value_in_another_primitive_type(value: Any, kind: Type, expected: Any) -> None:
    assert from_json(value, kind) == expected


@pytest.mark.parametrize(
    ("value", "kind"), [("x", NUMBER), (1, BOOL), ({}, list_of(STRING)), ([], object_of({}))]
)
def test_a_value_of_the_wrong_type_is_refused(value: Any, kind: Type) -> None:
    with pytest.raises(ValueError, match="is not a"):
        encode(value, kind)


def test_a_state_of_another_version_is_brought_to_the_schema() -> None:
    kind = object_of({"name": STRING, "added": NUMBER})

    assert from_json({"name": "x", "removed": 1}, kind) == {"name": "x", "added": None}
