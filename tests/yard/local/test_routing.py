"""A request meets the rule that an Application Load Balancer would choose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yard.local.desired import Action, Condition, Rule
from yard.local.routing import Request, action_for, holds, matches

DEFAULT = Action(kind="fixed-response", status=404)


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("/api/catalog", "/api/catalog", True),
        ("/api/catalog", "/api/catalog/", False),
        ("/api/catalog/*", "/api/catalog/", True),
        ("/api/catalog/*", "/api/catalog/a/b", True),
        ("/api/catalog/*", "/api/catalogue", False),
        ("/v?/x", "/v1/x", True),
        ("/v?/x", "/v/x", False),
        ("/Api", "/api", False),
        ("/a[bc]", "/ab", False),
        ("/a[bc]", "/a[bc]", True),
        ("/a.b", "/axb", False),
    ],
)
def test_a_star_is_anything_and_a_question_mark_one_character(
    pattern: str, path: str, expected: bool
) -> None:
    assert matches(pattern, path) is expected


@given(st.text(alphabet=st.characters(exclude_characters="*?")))
def test_a_pattern_without_wildcards_matches_itself_alone(text: str) -> None:
    assert matches(text, text)
    assert not matches(text, text + "x")


def test_the_rule_with_the_lowest_priority_number_wins() -> None:
    rules = [forward(1, "/api/catalog/images/*", to="images"), forward(2, "/api/catalog/*", to="catalog")]

    assert action_for(Request("/api/catalog/images/1"), rules, DEFAULT).targets == {"images": 1}
    assert action_for(Request("/api/catalog/7"), rules, DEFAULT).targets == {"catalog": 1}


def test_the_default_action_answers_where_no_rule_holds() -> None:
    assert action_for(Request("/"), [forward(1, "/api/*", to="api")], DEFAULT) is DEFAULT


def test_all_conditions_of_a_rule_must_hold() -> None:
    rule = Rule(
        priority=1,
        conditions=(
            Condition(field="path", patterns=("/*",)),
            Condition(field="method", patterns=("GET", "HEAD")),
        ),
        action=Action(kind="forward", targets={"reads": 1}),
    )

    assert action_for(Request("/x", method="HEAD"), [rule], DEFAULT).targets == {"reads": 1}
    assert action_for(Request("/x", method="POST"), [rule], DEFAULT) is DEFAULT


@pytest.mark.parametrize(
    ("condition", "request_", "expected"),
    [
        (
            Condition(field="host", patterns=("*.example.com",)),
            Request("/", host="API.example.com:8080"),
            True,
        ),
        (Condition(field="host", patterns=("*.example.com",)), Request("/", host="example.com"), False),
        (
            Condition(field="header", name="X-Beta", patterns=("yes*",)),
            Request("/", headers={"x-beta": "YES!"}),
            True,
        ),
        (Condition(field="header", name="X-Beta", patterns=("*",)), Request("/"), False),
        (Condition(field="query", patterns=("v=2",)), Request("/", query="a=b&v=2"), True),
        (Condition(field="query", patterns=("v=2",)), Request("/", query="w=2"), False),
        (Condition(field="query", patterns=("=2",)), Request("/", query="w=2"), True),
    ],
)
def test_conditions_look_at_host_headers_and_query(
    condition: Condition, request_: Request, expected: bool
) -> None:
    assert holds(condition, request_) is expected


def forward(priority: int, path: str, *, to: str) -> Rule:
    return Rule(
        priority=priority,
        conditions=(Condition(field="path", patterns=(path,)),),
        action=Action(kind="forward", targets={to: 1}),
    )
