from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from yard.config.overrides import merge

ORDERS = "apps/orders/service.yaml"
SERVICE = "name: orders\nteam: sales\n"
KEYS = st.sampled_from(["a", "b", "c"])
LEAVES = st.integers(0, 3) | st.lists(st.integers(0, 3), max_size=2) | st.none()
GROUPS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    KEYS,
    st.recursive(LEAVES, lambda inner: st.dictionaries(KEYS, inner, max_size=3), max_leaves=8),
    max_size=3,
)


@given(base=GROUPS)
def test_an_empty_override_changes_nothing(base: dict[str, Any]) -> None:
    assert merge(base, {}) == base
    assert merge({}, base) == base


@given(base=GROUPS, over=GROUPS)
def test_merging_twice_is_merging_once(base: dict[str, Any], over: dict[str, Any]) -> None:
    once = merge(base, over)

    assert merge(once, over) == once


@given(one=GROUPS, two=GROUPS)
def test_each_leaf_is_the_overrides_where_it_has_one_and_the_bases_elsewhere(
    one: dict[str, Any], two: dict[str, Any]
) -> None:
    merged = merge(one, two)

    assert set(merged) == set(one) | set(two)
    for key, value in merged.items():
        if key not in two:
            assert value == one[key]
        elif isinstance(one.get(key), dict) and isinstance(two[key], dict):
            assert value == merge(one[key], two[key])
        else:
            assert value == two[key]


@given(base=GROUPS, over=GROUPS)
def test_merging_leaves_both_sides_as_they_were(base: dict[str, Any], over: dict[str, Any]) -> None:
    before = repr((base, over))

    merge(base, over)

    assert repr((base, over)) == before


def test_an_override_holds_in_its_environment_only(repository: Any) -> None:
    repository.write(
        ORDERS,
        SERVICE
        + "routes: [/a, /b]\nscale: {max: 20}\nenvironments: {prod: {scale: {min: 4}, routes: [/c]}}\n",
    )

    dev, prod = repository.services("dev")["orders"], repository.services("prod")["orders"]

    assert (dev.scale.min, dev.scale.max, dev.routes) == (1, 20, ("/a", "/b"))
    assert (prod.scale.min, prod.scale.max, prod.routes) == (4, 20, ("/c",))


def test_an_override_of_nothing_takes_an_optional_part_away(repository: Any) -> None:
    repository.write(
        ORDERS, SERVICE + "data: {cache: {engine: redis}}\nenvironments: {dev: {data: {cache: null}}}\n"
    )

    assert repository.services("dev")["orders"].data.cache is None
    assert repository.services("prod")["orders"].data.cache is not None


def test_empty_overrides_are_none(repository: Any) -> None:
    assert repository.problems({ORDERS: SERVICE + "environments:\n"}) == []


def test_a_mistake_in_an_override_points_at_its_own_line_whichever_environment_is_read(
    repository: Any,
) -> None:
    manifest = SERVICE + "cpu: 256\nmemory: 512\nenvironments:\n  prod:\n    cpu: 1024\n    memory: 512\n"
    sentence = (
        f"{ORDERS}:8 environments.prod.memory: 512 does not go with cpu 1024."
        " Use 2048 to 8192 in steps of 1024 (MiB), or lower cpu to 256."
    )

    assert repository.problems({ORDERS: manifest}, "dev") == [sentence]
    assert repository.problems({ORDERS: manifest}, "prod") == [sentence]


def test_a_key_that_no_longer_fits_the_override_is_told_at_the_overrides_line(repository: Any) -> None:
    manifest = SERVICE + "memory: 512\nenvironments:\n  prod:\n    scale: {min: 4}\n    cpu: 1024\n"

    problems = repository.problems({ORDERS: manifest})

    assert problems == [
        f"{ORDERS}:7 environments.prod.memory: 512 does not go with cpu 1024."
        " Use 2048 to 8192 in steps of 1024 (MiB), or lower cpu to 256."
    ]


def test_a_mistake_outside_the_overrides_is_told_once(repository: Any) -> None:
    manifest = SERVICE + "port: 0\nenvironments: {prod: {cpu: 512, memory: 1024}, dev: {port: 0}}\n"

    problems = repository.problems({ORDERS: manifest})

    assert problems == [
        f"{ORDERS}:3 port: 0 is too small. Use 1 to 65535.",
        f"{ORDERS}:4 environments.dev.port: 0 is too small. Use 1 to 65535.",
    ]


def test_a_clash_with_what_an_override_adds_is_told_at_what_it_adds(repository: Any) -> None:
    manifest = (
        SERVICE
        + "environment: {TABLE_A: x}\nenvironments:\n  prod:\n    data: {tables: {a: {hash_key: id}}}\n"
    )

    problems = repository.problems({ORDERS: manifest})

    assert problems == [
        f"{ORDERS}:6 environments.prod.environment.TABLE_A: TABLE_A is set by data.tables.a already. Use another name."
    ]


def test_later_errors_point_at_the_line_that_counts(repository: Any) -> None:
    repository.write(
        ORDERS,
        SERVICE + "deploy:\n  strategy: rolling\nenvironments:\n  prod:\n    deploy: {strategy: canary}\n",
    )

    dev, prod = repository.services("dev")["orders"], repository.services("prod")["orders"]

    assert dev.problem("deploy.strategy", "No.") == f"{ORDERS}:4 deploy.strategy: No."
    assert prod.problem("deploy.strategy", "No.") == f"{ORDERS}:7 environments.prod.deploy.strategy: No."
    assert (dev.line_of("deploy.strategy"), prod.line_of("deploy.strategy")) == (4, 7)
