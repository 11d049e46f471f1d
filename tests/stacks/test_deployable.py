from __future__ import annotations

from typing import Any

import pytest

from tests.stacks.environments import build, environment, service
from yard.config import InputError

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"runtime": "eks"}, "runtime: eks cannot be deployed yet. Use ecs."),
    ({"deploy": {"strategy": "canary"}}, "deploy.strategy: canary cannot be deployed yet. Use rolling."),
    (
        {"data": {"database": {"engine": "postgres"}}},
        "data.database: postgres cannot be deployed yet. Use data.tables, or take it out.",
    ),
    ({"data": {"cache": {"engine": "valkey"}}}, "data.cache: valkey cannot be deployed yet. Take it out."),
    ({"calls": ["quotes"]}, "calls: quotes: calls cannot be opened yet. Take it out."),
    (
        {"routes": [], "scale": {"requests_per_task": 5}},
        "scale.requests_per_task: a service without routes gets no requests. Add a route, or take it out.",
    ),
    ({"name": "network"}, "name: network is a part of every environment. Call the service something else."),
    (
        {"environment": {"TABLE_PRODUCTS": "mine"}},
        "environment.TABLE_PRODUCTS: the stack sets this variable itself. Take another name.",
    ),
    (
        {"environment": {"API_KEY": "mine"}, "secrets": ["api_key"]},
        "secrets: api_key would be the variable API_KEY, which there is already. Rename it.",
    ),
    (
        {"routes": ["/a/b/c/d/e/f/g/h/i"]},
        "routes: /a/b/c/d/e/f/g/h/i: a route has at most 8 segments. Take a shorter prefix.",
    ),
]


@pytest.mark.parametrize(("changes", "problem"), REFUSED, ids=[problem for _, problem in REFUSED])
def test_what_would_be_ignored_or_fail_halfway_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError) as caught:
        build(environment(), service(**changes))

    assert caught.value.problems == [f"<Service>:1 {problem}"]
    assert caught.value.exit_status == 2


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        build(
            environment(),
            service(runtime="lambda"),
            service(name="search", routes=[], deploy={"strategy": "linear"}),
        )

    assert len(caught.value.problems) == 3


def test_a_range_without_room_for_the_zones_is_told_with_the_size_that_works() -> None:
    zones = tuple(f"us-east-1{letter}" for letter in "abcde")

    with pytest.raises(InputError) as caught:
        build(environment(region="us-east-1", zones=zones, network={"cidr": "10.0.0.0/24"}), service())

    assert caught.value.problems == [
        "<Environment>:1 network.cidr: 10.0.0.0/24 is too small for 5 zones: a subnet would be /29, AWS's smallest is"
        " /28. Use /23 or larger."
    ]
