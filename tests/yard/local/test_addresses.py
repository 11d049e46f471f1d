"""Variables that lead to AWS lead to this machine, and nothing else in them changes."""

from __future__ import annotations

from yard.local.addresses import Addresses

ADDRESSES = Addresses(
    databases={"db.rds.amazonaws.com": (5433, "orders")},
    caches={"cache.amazonaws.com": "redis://127.0.0.1:6380/2"},
    names={"quotes.local.internal:8080": "127.0.0.1:41000"},
)


def test_a_database_brings_its_port_and_name() -> None:
    variables = {"DATABASE_HOST": "db.rds.amazonaws.com", "DATABASE_PORT": "5432", "DATABASE_NAME": "app"}

    assert ADDRESSES.on_this_machine(variables) == {
        "DATABASE_HOST": "127.0.0.1",
        "DATABASE_PORT": "5433",
        "DATABASE_NAME": "orders",
    }
    assert ADDRESSES.databases_in(variables) == {"db.rds.amazonaws.com"}


def test_a_cache_needs_no_authentication_here() -> None:
    variables = {"CACHE_URL": "rediss://catalog@cache.amazonaws.com:6379", "CACHE_AUTH": "iam"}

    assert ADDRESSES.on_this_machine(variables) == {
        "CACHE_URL": "redis://127.0.0.1:6380/2",
        "CACHE_AUTH": "none",
    }
    assert ADDRESSES.uses_a_cache(variables)


def test_a_name_of_a_callee_keeps_the_rest_of_its_url() -> None:
    variables = {"QUOTES_URL": "http://quotes.local.internal:8080/v1"}

    assert ADDRESSES.on_this_machine(variables) == {"QUOTES_URL": "http://127.0.0.1:41000/v1"}


def test_everything_else_stays() -> None:
    variables = {
        "TABLE_PRODUCTS": "local-products",
        "OTHER_URL": "https://example.com:8080/x",
        "ODD": "http://[half",
        "SERVICE": "quotes",
    }

    assert ADDRESSES.on_this_machine(variables) == variables
    assert not ADDRESSES.uses_a_cache(variables)
