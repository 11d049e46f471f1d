from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules import names

PART = st.from_regex(r"\A[a-z][a-z0-9]{0,14}([-_][a-z0-9]{1,12}){0,3}\Z")
PARTS = st.lists(PART, min_size=1, max_size=4).map(tuple)


def bucket(*parts: str) -> str:
    return names.bucket_name(*parts, account="111111111111", region="ap-southeast-2")


def instance(*parts: str) -> str:
    return names.database_instance_name(*parts, number=12)


LIMITS: list[tuple[Callable[..., str], int, str]] = [
    (names.load_balancer_name, 32, r"[a-z0-9]+(-[a-z0-9]+)*"),
    (names.target_group_name, 32, r"[a-z0-9]+(-[a-z0-9]+)*"),
    (names.role_name, 64, r"[a-z0-9_-]+"),
    (bucket, 63, r"[a-z0-9]+(-[a-z0-9]+)*"),
    (names.function_name, 64, r"[a-z0-9_-]+"),
    (names.queue_name, 80, r"[a-z0-9_-]+"),
    (names.event_rule_name, 64, r"[a-z0-9_-]+"),
    (names.event_archive_name, 48, r"[a-z0-9_-]+"),
    (names.database_name, 63, r"[a-z][a-z0-9]*(-[a-z0-9]+)*"),
    (instance, 63, r"[a-z][a-z0-9]*(-[a-z0-9]+)*"),
    (names.cache_name, 40, r"[a-z][a-z0-9]*(-[a-z0-9]+)*"),
    (names.table_name, 255, r"[a-z0-9_-]+"),
]


@given(parts=PARTS)
def test_every_name_is_one_that_aws_takes(parts: tuple[str, ...]) -> None:
    for kind, limit, pattern in LIMITS:
        name = kind(*parts)

        assert 1 <= len(name) <= limit
        assert re.fullmatch(pattern, name)


@given(one=PARTS, two=PARTS)
def test_names_that_differ_before_shortening_differ_after_it(
    one: tuple[str, ...], two: tuple[str, ...]
) -> None:
    for kind, _, _ in LIMITS:
        assert (kind(*one) == kind(*two)) == ("-".join(one) == "-".join(two))


@given(parts=PARTS)
def test_a_name_never_changes_from_run_to_run(parts: tuple[str, ...]) -> None:
    for kind, _, _ in LIMITS:
        assert kind(*parts) == kind(*parts)


def test_a_name_that_fits_is_left_as_it_is() -> None:
    assert names.target_group_name("dev", "catalog", "8080") == "dev-catalog-8080"
    assert names.table_name("dev", "catalog", "order_lines") == "dev-catalog-order_lines"


def test_a_shortened_name_is_pinned_because_a_new_one_replaces_the_resource() -> None:
    name = names.target_group_name("production", "recommendations-api", "8080")

    assert name == "production-recommendati-06f17ff8"


def test_an_environment_called_internal_gets_a_load_balancer_too() -> None:
    assert names.load_balancer_name("internal", "gateway") == "env-internal-gateway"


def test_two_bucket_names_that_s3_spells_alike_stay_two() -> None:
    one, two = bucket("dev", "shop", "order_lines"), bucket("dev", "shop-order", "lines")

    assert two == "dev-shop-order-lines-111111111111-ap-southeast-2"
    assert one != two


@pytest.mark.parametrize("wrong", ["", "Dev", "dev catalog", "-dev", "dev-"])
def test_what_is_no_name_at_all_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"is not a name. Use small letters and digits"):
        names.name(wrong)
