from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from chassis import database, deadlines, secrets
from chassis.database import Database, DatabaseSettings, DatabaseUnavailableError, Login
from chassis.deadlines import DeadlineExceededError
from chassis.settings import load_settings
from chassis.testing_database import Postgres
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

ARN = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:login"


class Secret:
    """What the secrets manager holds, and how often it was asked."""

    def __init__(self) -> None:
        self.values = {"username": "shop", "password": "first"}
        self.asked = 0

    def read(self, _: str) -> str:
        self.asked += 1
        return json.dumps(self.values)


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> Secret:
    found = Secret()
    monkeypatch.setattr(secrets, "read", found.read)
    return found


def settings(server: Postgres, **changes: Any) -> DatabaseSettings:
    values: dict[str, Any] = {
        "environment": "test",
        "database_engine": "postgres",
        "database_host": server.host,
        "database_name": "shop",
        "database_secret_arn": ARN,
    }
    return DatabaseSettings(**(values | changes))


@pytest.fixture
def shop(server: Postgres, secret: Secret) -> Iterator[Database]:
    found = database.connect(settings(server), threads=2)
    yield found
    found.engine.dispose()


def test_a_transaction_commits_at_its_end_and_rolls_back_on_an_error(shop: Database) -> None:
    with shop.transaction() as connection:
        connection.execute(text("CREATE TABLE cups (name text)"))

    def fail() -> None:
        with shop.transaction() as connection:
            connection.execute(text("INSERT INTO cups VALUES ('espresso')"))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with shop.transaction() as connection:
        count = connection.execute(text("SELECT count(*) FROM cups")).scalar()

    assert count == 0


def test_the_secret_is_read_once_for_many_connections(shop: Database, secret: Secret) -> None:
    with shop.transaction(), shop.transaction():
        pass

    assert secret.asked == 1


def test_a_rotated_password_costs_one_refused_attempt_and_no_restart(
    shop: Database, server: Postgres, secret: Secret
) -> None:
    shop.ping()
    server.run("ALTER ROLE shop PASSWORD 'second'")
    secret.values = secret.values | {"password": "second"}
    shop.ping()  # the connection at hand goes on
    asked_before = secret.asked
    shop.engine.dispose()

    shop.ping()

    assert (asked_before, secret.asked) == (1, 2)
    server.run("ALTER ROLE shop PASSWORD 'first'")


def test_a_password_that_stays_wrong_is_an_outage_not_a_traceback(
    server: Postgres, secret: Secret, shop: Database
) -> None:
    secret.values = secret.values | {"password": "wrong"}

    with pytest.raises(DatabaseUnavailableError) as failed:
        shop.ping()

    assert failed.value.status == 503
    assert secret.asked == 2


def test_of_many_threads_that_are_refused_one_reads_the_secret_again(secret: Secret) -> None:
    logins = database.Logins(ARN)
    refused = logins.current()
    secret.values = secret.values | {"password": "second"}

    found = [logins.instead_of(refused) for _ in range(3)]

    assert found == [Login("shop", "second")] * 3
    assert secret.asked == 2


def test_a_server_that_is_not_there_is_an_outage(server: Postgres, secret: Secret) -> None:
    down = database.connect(settings(server, database_host="127.0.0.1", database_port=1))

    with pytest.raises(DatabaseUnavailableError, match="Try again in 5 s"):
        down.ping()

    assert secret.asked == 1


def test_a_broken_connection_is_replaced_before_it_is_used(shop: Database, server: Postgres) -> None:
    shop.ping()
    server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'shop'")

    shop.ping()


def test_a_connection_that_breaks_in_a_transaction_is_an_outage(shop: Database, server: Postgres) -> None:
    def lose() -> None:
        with shop.transaction() as connection:
            server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'shop'")
            connection.execute(text("SELECT 1"))

    with pytest.raises(DatabaseUnavailableError):
        lose()


def test_nobody_waits_long_for_a_free_connection(shop: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shop.engine.pool, "_timeout", 0.05)

    with shop.transaction(), shop.transaction(), pytest.raises(DatabaseUnavailableError) as failed:
        shop.ping()

    assert failed.value.reason == "no connection is free"


def test_a_statement_takes_no_longer_than_the_request_may(shop: Database) -> None:
    token = deadlines.enter(time.monotonic() + 0.1)
    try:
        with pytest.raises(DeadlineExceededError), shop.transaction() as connection:
            connection.execute(text("SELECT pg_sleep(5)"))
    finally:
        deadlines.leave(token)
    with shop.transaction() as connection:
        limit = connection.execute(text("SHOW statement_timeout")).scalar()

    assert limit == "5s"


def test_a_wrong_statement_is_no_outage(shop: Database) -> None:
    with pytest.raises(ProgrammingError), shop.transaction() as connection:
        connection.execute(text("SELECT nonsense"))


@pytest.mark.parametrize(
    ("host", "ca", "mode"),
    [
        ("127.0.0.1", None, "prefer"),
        ("localhost", None, "prefer"),
        ("::1", None, "prefer"),
        ("/var/run/postgres", None, "prefer"),
        ("db.eu-west-1.rds.amazonaws.com", None, "require"),
        ("10.0.0.1", None, "require"),
        ("db.eu-west-1.rds.amazonaws.com", "/etc/rds.pem", "verify-full"),
    ],
)
def test_only_this_machine_is_talked_to_in_the_clear(
    server: Postgres, host: str, ca: str | None, mode: str
) -> None:
    found = database._tls(settings(server, database_host=host, database_ca_file=ca))

    assert found["sslmode"] == mode


def test_through_a_proxy_the_limits_are_set_after_connecting(
    server: Postgres, secret: Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = psycopg.connect
    seen: dict[str, Any] = {}

    def connect(**arguments: Any) -> Any:
        seen.update(arguments)
        return real(**(arguments | {"host": server.host, "sslmode": "disable"}))

    monkeypatch.setattr(psycopg, "connect", connect)
    proxied = database.connect(settings(server, database_host="shop.proxy-abc.eu-west-1.rds.amazonaws.com"))
    with proxied.transaction() as connection:
        limit = connection.execute(text("SHOW statement_timeout")).scalar()
    proxied.engine.dispose()

    assert (seen["options"], limit) == ("", "5s")


def test_an_engine_that_is_not_spoken_is_named_at_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {
        "ENVIRONMENT": "dev",
        "DATABASE_ENGINE": "oracle",
        "DATABASE_HOST": "h",
        "DATABASE_NAME": "n",
        "DATABASE_SECRET_ARN": ARN,
    }.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit):
        load_settings(DatabaseSettings, "shop")

    assert (
        "shop cannot start: DATABASE_ENGINE is wrong: value error, chassis.database speaks to postgres and"
        " aurora-postgresql only." in capsys.readouterr().out
    )
