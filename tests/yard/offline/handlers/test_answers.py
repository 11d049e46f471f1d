"""What AWS answers is drift only if it means something else than the state."""

from __future__ import annotations

import json
from typing import Any

import pytest

from yard.offline.handlers.answers import as_attribute, complete, is_default, observe
from yard.offline.handlers.declaration import reads

NOTHING = reads("describe_vpcs", {})


@pytest.mark.parametrize(
    ("known", "answer"),
    [
        (60, "60"),
        ("30", 30),
        (True, "true"),
        (False, "DISABLED"),
        (["a", "b"], ["b", "a"]),
        (None, False),
        (None, []),
        ([], {"Enabled": False}),
        ([{"enabled": False}], None),
        ([{"days": 7, "prefix": None}], [{"Days": 7, "Prefix": "filled-in"}]),
        ([{"name": "a", "value": "b"}], {"Name": "a", "Value": "b"}),
        (json.dumps({"a": [1], "b": 2}), {"b": 2, "a": [1]}),
        (json.dumps({"a": 1, "b": 2}, indent=2), '{"b":2,"a":1}'),
    ],
)
def test_the_same_in_other_words_leaves_the_state_as_it_is(known: Any, answer: Any) -> None:
    assert as_attribute(answer, known) == known


@pytest.mark.parametrize(
    ("known", "answer", "seen"),
    [
        (60, "90", 90),
        (True, "false", False),
        (["a", "b"], ["c", "b"], ["b", "c"]),
        ("text", None, None),
        ([{"days": 7}], [{"Days": 30}], [{"days": 30}]),
        ([{"days": 7}], [], []),
        ([{"days": 7}], [{"Days": 7}, {"Days": 30}], [{"days": 7}, {"days": 30}]),
        (None, {"KeyId": "k"}, [{"key_id": "k"}]),
    ],
)
def test_a_difference_is_told_in_terraforms_form(known: Any, answer: Any, seen: Any) -> None:
    assert as_attribute(answer, known) == seen


def test_blocks_of_different_kinds_are_not_taken_for_each_other() -> None:
    known = [
        {"host_header": [{"values": ["a"]}], "path": []},
        {"host_header": [], "path": [{"values": ["/"]}]},
    ]
    answer = [{"path": [{"values": ["/"]}]}, {"host_header": [{"values": ["a"]}]}]

    assert as_attribute(answer, known) == known


def test_an_attribute_that_aws_does_not_show_is_not_told() -> None:
    assert observe(NOTHING, {"CidrBlock": "10.0.0.0/16"}, {"cidr_block": "", "force": True}) == {
        "cidr_block": "10.0.0.0/16"
    }


def test_an_argument_that_aws_no_longer_has_is_told() -> None:
    read = reads("get_role", {}, boundary="Boundary.Arn", computed="Missing", filled="computed")

    assert observe(read, {}, {"boundary": "arn", "computed": "kept"}) == {"boundary": None}


def test_what_was_planned_stays_and_what_was_unknown_is_filled_in() -> None:
    planned = {"name": "a", "none": None, "block": [{"type": "forward"}]}
    seen = {"name": "b", "none": "x", "arn": "arn", "block": [{"type": "forward", "order": 1}]}

    assert complete(planned, seen) == {
        "name": "a",
        "none": None,
        "arn": "arn",
        "block": [{"type": "forward", "order": 1}],
    }


def test_a_default_may_name_just_some_arguments_of_a_block() -> None:
    assert is_default([{"enabled": "false", "type": "lb_cookie"}], [{"enabled": False}])
    assert not is_default([{"enabled": "true"}], [{"enabled": False}])
    assert not is_default([], [{"enabled": False}])
