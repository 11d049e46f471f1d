from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from chassis import database, secrets
from chassis.database import Database, DatabaseSettings
from chassis.migrations import Migrations, SchemaBehindError
from chassis.testing_database import Postgres
from sqlalchemy import text

VERSION = '''"""{doc}."""
from alembic import op
revision = "{revision}"
down_revision = {before!r}
branch_labels = None
depends_on = None

def upgrade():
    op.execute("{sql}")
'''


def write(folder: Path, revision: str, before: str | None, sql: str) -> None:
    (folder / "versions").mkdir(exist_ok=True)
    text = VERSION.format(doc=revision, revision=revision, before=before, sql=sql)
    (folder / "versions" / f"{revision}.py").write_text(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "0001", None, "CREATE TABLE migrated (name text)")
    write(tmp_path, "0002", "0001", "INSERT INTO migrated VALUES ('second')")
    return tmp_path


@pytest.fixture
def shop(server: Postgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    login = json.dumps({"username": "shop", "password": "first"})
    monkeypatch.setattr(secrets, "read", lambda _: login)
    settings = DatabaseSettings(
        environment="test",
        database_engine="postgres",
        database_host=server.host,
        database_name="shop",
        database_secret_arn="arn",
    )
    found = database.connect(settings)
    yield found
    with found.transaction() as connection:
        connection.execute(text("DROP TABLE IF EXISTS migrated, alembic_version"))
    found.engine.dispose()


def names(shop: Database) -> list[str]:
    with shop.transaction() as connection:
        return list(connection.execute(text("SELECT name FROM migrated ORDER BY name")).scalars())


def test_what_is_missing_is_applied_in_order_and_once(shop: Database, folder: Path) -> None:
    for _ in range(2):
        assert Migrations(shop, folder).run_once() is False

    assert names(shop) == ["second"]


def test_a_later_version_continues_where_the_earlier_stopped(shop: Database, folder: Path) -> None:
    Migrations(shop, folder).run_once()
    write(folder, "0003", "0002", "INSERT INTO migrated VALUES ('third')")

    Migrations(shop, folder).run_once()

    assert names(shop) == ["second", "third"]


def test_an_earlier_version_leaves_a_later_schema_alone(shop: Database, folder: Path) -> None:
    write(folder, "0003", "0002", "INSERT INTO migrated VALUES ('third')")
    Migrations(shop, folder).run_once()
    (folder / "versions/0003.py").unlink()
    earlier = Migrations(shop, folder)

    earlier.run_once()

    earlier.check()
    assert names(shop) == ["second", "third"]


def test_the_service_is_ready_when_the_schema_is(shop: Database, folder: Path) -> None:
    migrations = Migrations(shop, folder)

    with pytest.raises(SchemaBehindError):
        migrations.check()
    migrations.run_once()

    migrations.check()


def test_a_migration_that_fails_changes_nothing_and_is_tried_again(shop: Database, folder: Path) -> None:
    write(folder, "0003", "0002", "SELECT nonsense")
    migrations = Migrations(shop, folder)

    with pytest.raises(Exception, match="nonsense"):
        migrations.run_once()
    with shop.transaction() as connection:
        there = connection.execute(text("SELECT to_regclass('migrated')")).scalar()

    assert there is None
    with pytest.raises(SchemaBehindError):
        migrations.check()


def test_of_many_processes_that_start_at_once_one_migrates(shop: Database, folder: Path) -> None:
    threads = [threading.Thread(target=Migrations(shop, folder).run_once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert names(shop) == ["second"]
