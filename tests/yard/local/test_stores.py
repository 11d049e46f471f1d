"""Real databases: made for whom the applied definitions name, kept, mended when killed, closed to others."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest
import redis

from tests.yard.local.running import desired, hello, until
from yard.local.control import Supervisor
from yard.local.desired import Aws, Cache, Database, Desired
from yard.local.emulator import Emulator
from yard.local.folder import LocalFolder
from yard.local.output import last_lines
from yard.local.ports import is_free
from yard.local.processes import end_marked, marked
from yard.local.secrets import client
from yard.local.wait import wait_until_healthy

ACCOUNT = "000000000001"
SECRET = f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:rds!orders-AbCdEf"
DATABASES = {
    "local-orders": Database(name="orders", hosts=("orders.rds",), secret=SECRET),
    "local-stock": Database(name="stock", hosts=("stock.rds",), secret=f"{SECRET}2"),
}
CACHES = {"local-catalog": Cache(name="local-catalog", hosts=("catalog.cache",))}
VARIABLES = {
    "DATABASE_HOST": "orders.rds",
    "DATABASE_PORT": "5432",
    "DATABASE_SECRET_ARN": SECRET,
    "CACHE_URL": "rediss://hello@catalog.cache:6379",
    "CACHE_AUTH": "iam",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalFolder]:
    folder = LocalFolder(tmp_path_factory.mktemp("stores") / ".yard" / "test" / "local", "test")
    folder.create()
    yield folder
    end_marked(folder.path, patience_seconds=1)


@pytest.fixture(scope="module")
def aws(folder: LocalFolder) -> Aws:
    endpoint = Emulator(folder, ACCOUNT).start()
    return Aws(endpoint=endpoint, region="eu-west-1", account=ACCOUNT, started=1)


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory, aws: Aws) -> Desired:
    plain = desired(tmp_path_factory.mktemp("code") / "apps", environment=VARIABLES, endpoint=aws.endpoint)
    stores = {"databases": DATABASES, "caches": CACHES}
    return plain.model_copy(update={"applied": plain.applied.model_copy(update=stores)})


@pytest.fixture
def supervisor(folder: LocalFolder, wanted: Desired) -> Supervisor:
    """Running what is wanted; the same from test to test, whatever a test has killed."""
    running = Supervisor(folder)
    running.start()
    running.apply(wanted)
    wait_until_healthy(running, folder, lambda text: None, 30)
    return running


def test_a_task_finds_its_database_and_its_cache_in_its_variables(
    supervisor: Supervisor, wanted: Desired
) -> None:
    found = httpx.get(f"http://127.0.0.1:{wanted.port}/").json()["environment"]

    assert found["DATABASE_HOST"] == "127.0.0.1"
    assert found["DATABASE_NAME"] == "orders"
    assert f"127.0.0.1:{found['DATABASE_PORT']}" == stores(supervisor)["local-orders"]["address"]
    assert found["CACHE_URL"].startswith("redis://127.0.0.1:")
    assert found["CACHE_AUTH"] == "none"


def test_the_password_lies_in_the_secret_and_opens_this_services_database_alone(
    supervisor: Supervisor, aws: Aws
) -> None:
    with connect(supervisor, aws) as connection:
        assert connection.execute("SELECT current_user, current_database()").fetchone() == (
            "orders",
            "orders",
        )
        connection.execute("CREATE TABLE kept (n int)")

    with pytest.raises(psycopg.OperationalError, match='permission denied for database "stock"'):
        connect(supervisor, aws, dbname="stock")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(supervisor, aws, password="guessed")


def test_a_killed_postgres_comes_back_where_it_was_with_its_data(supervisor: Supervisor, aws: Aws) -> None:
    with connect(supervisor, aws) as connection:
        connection.execute("CREATE TABLE survives AS SELECT 42 AS n")
    before = stores(supervisor)["local-orders"]

    os.kill(before["pid"], signal.SIGKILL)

    after = until(lambda: restarted(supervisor, "local-orders", before), "another postgres")
    assert after["address"] == before["address"]
    with connect(supervisor, aws) as connection:
        assert connection.execute("SELECT n FROM survives").fetchone() == (42,)
    assert hello(supervisor)["restarts"] == 0


def test_a_killed_redis_comes_back_with_what_was_written(supervisor: Supervisor, wanted: Desired) -> None:
    url = httpx.get(f"http://127.0.0.1:{wanted.port}/").json()["environment"]["CACHE_URL"]
    with redis.Redis.from_url(url) as cache:
        cache.set("lamp", "1999")
        before = stores(supervisor)["local-catalog"]

        os.kill(before["pid"], signal.SIGKILL)
        until(lambda: restarted(supervisor, "local-catalog", before), "another redis")

        assert cache.get("lamp") == b"1999"


def test_status_and_logs_tell_of_both(supervisor: Supervisor, folder: LocalFolder) -> None:
    found = stores(supervisor)

    assert {name: (store["engine"], store["name"]) for name, store in found.items()} == {
        "local-orders": ("postgres", "orders"),
        "local-stock": ("postgres", "stock"),
        "local-catalog": ("redis", "0"),
    }
    assert all(store["healthy"] for store in found.values())
    logged = [line.text for line in last_lines(folder.logs, ["postgres", "redis"], 500)]
    assert any("database system is ready to accept connections" in text for text in logged)
    assert any("Ready to accept connections" in text for text in logged)


def test_data_outlive_a_killed_supervisor_and_its_servers_do_not(
    supervisor: Supervisor, folder: LocalFolder, wanted: Desired, aws: Aws
) -> None:
    with connect(supervisor, aws) as connection:
        connection.execute("CREATE TABLE outlives AS SELECT 7 AS n")
    address = stores(supervisor)["local-orders"]["address"]
    status = supervisor.status()
    assert status is not None

    os.kill(status["pid"], signal.SIGKILL)

    until(lambda: is_free(int(address.rsplit(":", 1)[1])), "the end of postgres")
    supervisor.start()
    supervisor.apply(wanted)
    wait_until_healthy(supervisor, folder, lambda text: None, 30)
    with connect(supervisor, aws) as connection:
        assert connection.execute("SELECT n FROM outlives").fetchone() == (7,)


def test_a_server_that_nothing_needs_ends_and_keeps_its_data(
    supervisor: Supervisor, folder: LocalFolder, wanted: Desired
) -> None:
    none = wanted.applied.model_copy(update={"databases": {}, "caches": {}})

    supervisor.apply(wanted.model_copy(update={"applied": none}))

    assert stores(supervisor) == {}
    assert (folder.path / "postgres").is_dir()


def test_stopping_ends_the_servers(supervisor: Supervisor, folder: LocalFolder) -> None:
    supervisor.stop()
    Emulator(folder, ACCOUNT).stop()

    assert marked(folder.path) == []


def stores(supervisor: Supervisor) -> dict[str, Any]:
    status = supervisor.status()
    assert status is not None
    found: dict[str, Any] = status["databases"]
    return found


def restarted(supervisor: Supervisor, name: str, before: dict[str, Any]) -> dict[str, Any] | None:
    now: dict[str, Any] = stores(supervisor)[name]
    return now if now["healthy"] and now["pid"] != before["pid"] else None


def connect(supervisor: Supervisor, aws: Aws, **changes: str) -> psycopg.Connection[Any]:
    text = client(aws, "secretsmanager").get_secret_value(SecretId=SECRET)["SecretString"]
    login = json.loads(text)
    host, port = stores(supervisor)["local-orders"]["address"].split(":")
    return psycopg.connect(
        **{
            "host": host,
            "port": port,
            "user": login["username"],
            "password": login["password"],
            "dbname": "orders",
            **changes,
        }
    )
