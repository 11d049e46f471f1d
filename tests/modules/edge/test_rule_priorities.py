from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from modules.edge.rule_priorities import rule_priorities, wanted_priority

SEGMENT = st.from_regex(r"\A[a-z0-9_.~-]{1,8}\Z")
ROUTE = st.lists(SEGMENT, min_size=0, max_size=8).map(lambda segments: "/" + "/".join(segments))
ROUTES = st.sets(ROUTE, max_size=30)


@given(routes=ROUTES)
def test_no_two_routes_share_a_number_and_aws_takes_each(routes: set[str]) -> None:
    priorities = rule_priorities(routes)

    assert set(priorities) == routes
    assert len(set(priorities.values())) == len(routes)
    assert all(1 <= priority <= 50_000 for priority in priorities.values())


@given(routes=ROUTES, new=ROUTE)
def test_adding_a_service_renumbers_no_other_unless_it_wants_a_number_in_use(
    routes: set[str], new: str
) -> None:
    before = rule_priorities(routes)
    assume(new not in routes)
    assume(wanted_priority(new) not in before.values())

    after = rule_priorities(routes | {new})

    assert {route: after[route] for route in routes} == before
    assert after[new] == wanted_priority(new)


@given(routes=ROUTES, gone=ROUTE)
def test_removing_a_service_renumbers_no_other_that_has_the_number_it_wants(
    routes: set[str], gone: str
) -> None:
    with_it = rule_priorities(routes | {gone})

    without = rule_priorities(routes - {gone})

    assert all(
        without[route] == with_it[route] for route in without if with_it[route] == wanted_priority(route)
    )


@given(prefix=st.lists(SEGMENT, max_size=5), more=st.lists(SEGMENT, min_size=1, max_size=3), others=ROUTES)
def test_the_longer_of_two_routes_goes_first(prefix: list[str], more: list[str], others: set[str]) -> None:
    short, long = "/" + "/".join(prefix), "/" + "/".join([*prefix, *more])

    priorities = rule_priorities(others | {short, long})

    assert priorities[long] < priorities[short]


def test_two_routes_that_want_one_number_both_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modules.edge.rule_priorities.wanted_priority", lambda route, *, shifts: 34_999)

    assert rule_priorities(["/api/b", "/api/a", "/api/c"]) == {
        "/api/a": 34_999,
        "/api/b": 35_000,
        "/api/c": 20_001,  # round the end of its band, never into the next
    }


def test_the_number_of_a_route_is_pinned_because_every_rule_would_move() -> None:
    assert rule_priorities(["/api/catalog", "/"]) == {"/api/catalog": 27_745, "/": 50_000}


def test_a_slash_at_the_end_makes_no_other_route() -> None:
    with pytest.raises(ValueError, match=r"^/api/a/: two rules for one route. Keep one.$"):
        rule_priorities(["/api/a", "/api/a/"])


def test_a_route_that_is_too_deep_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a route has at most 8 segments. Take a shorter prefix."):
        rule_priorities(["/a/b/c/d/e/f/g/h/i"])


@given(routes=ROUTES)
def test_a_route_that_ecs_takes_over_gets_another_number_while_the_old_one_is_in_use(
    routes: set[str],
) -> None:
    before = rule_priorities(routes)
    after = rule_priorities(routes, shifting=routes)

    assert len(set(after.values())) == len(routes)
    assert all(after[route] != before[route] for route in routes if route.strip("/") and len(routes) == 1)


def test_becoming_one_of_them_renumbers_no_other() -> None:
    before = rule_priorities(["/api/a", "/api/b"])
    after = rule_priorities(["/api/a", "/api/b"], shifting={"/api/a"})

    assert after["/api/b"] == before["/api/b"]
    assert after["/api/a"] != before["/api/a"]
