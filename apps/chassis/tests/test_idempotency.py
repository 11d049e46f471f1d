from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from chassis import database, idempotency, secrets
from chassis.database import Database, DatabaseSettings
from chassis.idempotency import Keys, Stored, fingerprint, keys_table
from chassis.problems import ProblemError
from chassis.testing_database import Postgres
from sqlalchemy import MetaData

PRINT = fingerprint(b"POST", b"/cups", b"{}")
METADATA = MetaData()
TABLE = keys_table(METADATA)


@pytest.fixture(scope="module")
def shop(server: Postgres) -> Iterator[Database]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "read", lambda _: json.dumps({"username": "shop", "password": "first"}))
        settings = DatabaseSettings(
            environment="test",
            database_engine="postgres",
            database_host=server.host,
            database_name="shop",
            database_secret_arn="arn",
        )
        found = database.connect(settings)
        METADATA.create_all(found.engine)
        yield found
        found.engine.dispose()


@pytest.fixture
def keys() -> Keys:
    return Keys(TABLE)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ('"8e03978e-40d5-43dd-bc93-6894a57f9324"', "8e03978e-40d5-43dd-bc93-6894a57f9324"),
        ("8e03978e", "8e03978e"),
        (r'"a \"b\" \\"', 'a "b" \\'),
    ],
)
def test_the_key_is_a_text_in_quotes_or_without(header: str, key: str) -> None:
    assert idempotency.read(header) == key


@pytest.mark.parametrize("header", [None, "", '""', '"', "a b", '"ä"', f'"{"x" * 256}"', '"a\\n"'])
def test_a_request_without_a_proper_key_is_refused(header: str | None) -> None:
    with pytest.raises(ProblemError, match=r"Send Idempotency-Key|Idempotency-Key must be") as refused:
        idempotency.read(header)

    assert refused.value.status == 400


def test_the_second_request_gets_the_answer_to_the_first(shop: Database, keys: Keys) -> None:
    answer = Stored(201, {"id": "1"})
    with shop.transaction() as connection:
        first = keys.claim(connection, "twice", PRINT)
        keys.keep(connection, "twice", PRINT, answer)

    with shop.transaction() as connection:
        second = keys.claim(connection, "twice", PRINT)

    assert (first, second) == (None, answer)


def test_work_that_failed_may_be_tried_again(shop: Database, keys: Keys) -> None:
    def fail() -> None:
        with shop.transaction() as connection:
            keys.claim(connection, "failed", PRINT)
            keys.keep(connection, "failed", PRINT, Stored(201, {}))
            raise LookupError

    with pytest.raises(LookupError):
        fail()

    with shop.transaction() as connection:
        assert keys.claim(connection, "failed", PRINT) is None


def test_while_the_first_is_in_progress_the_second_is_told_to_wait(shop: Database, keys: Keys) -> None:
    with shop.transaction() as first:
        keys.claim(first, "now", PRINT)

        with pytest.raises(ProblemError) as refused, shop.transaction() as second:
            keys.claim(second, "now", PRINT)

    assert (refused.value.status, refused.value.headers) == (409, {"Retry-After": "1"})


def test_another_payload_under_the_same_key_is_refused(shop: Database, keys: Keys) -> None:
    with shop.transaction() as connection:
        keys.claim(connection, "other", PRINT)
        keys.keep(connection, "other", PRINT, Stored(201, {}))

    with pytest.raises(ProblemError) as refused, shop.transaction() as connection:
        keys.claim(connection, "other", fingerprint(b"POST", b"/cups", b'{"a": 1}'))

    assert refused.value.status == 422


def test_old_keys_are_deleted(shop: Database, keys: Keys) -> None:
    with shop.transaction() as connection:
        keys.claim(connection, "old", PRINT)
        keys.keep(connection, "old", PRINT, Stored(201, {}))

    with shop.transaction() as connection:
        kept = keys.prune(connection)
        gone = keys.prune(connection, timedelta(0))

    with shop.transaction() as connection:
        assert keys.claim(connection, "old", PRINT) is None
    assert (kept, gone >= 1) == (0, True)


def test_fingerprints_tell_apart_where_one_part_ends() -> None:
    assert fingerprint(b"ab", b"c") != fingerprint(b"a", b"bc")
