"""Migrations at start: the first process of a new version brings the schema up to date, the others wait for it.

    migrations = Migrations(database, Path(__file__).parent / "migrations")
    create_app(…, checks=[Check("schema", migrations.check)])

A task becomes ready when the schema is at the version that its code needs, or a later one. The work is done in the
background, under an advisory lock and again until it succeeds, so a database that is down at start delays readiness and
ends no process. Old and new tasks run side by side during a deploy: a migration must leave the old version working (add
first, take away one release later).

The folder holds alembic's `versions/`; `env.py` is not needed. Needs the extra `migrations`.
"""

from __future__ import annotations

from pathlib import Path

import structlog
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from chassis.database import Database

log = structlog.get_logger("chassis.migrations")

# Which lock: any number that nobody else in the database uses.
LOCK = 7_310_011
# A migration that waits for a table makes everybody behind it wait too; it gives up and is tried again.
LOCK_SECONDS = 5
# As alembic makes it, so that its command line works on the same database.
VERSION_TABLE = """CREATE TABLE IF NOT EXISTS alembic_version
    (version_num VARCHAR(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY)"""


class SchemaBehindError(Exception):
    """The schema is not yet what the code needs."""


class Migrations:
    """The migrations in one folder, for one database."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._scripts = ScriptDirectory(str(folder))
        self._done = False

    def check(self) -> None:
        """Return if the schema is as the code needs it: for readiness. Raises SchemaBehindError."""
        if not self._done:
            raise SchemaBehindError

    def run_once(self) -> bool:
        """Bring the schema up to date: for `chassis.background`. Returns False, since once done there is no more."""
        if not self._done:
            with self._database.transaction() as connection:
                self.upgrade(connection)
            self._done = True
        return False

    def upgrade(self, connection: Connection) -> None:
        """Apply what is missing, in this one transaction."""
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        context = MigrationContext.configure(connection)
        current = context.get_current_revision()
        head = self._scripts.get_current_head()
        known = {script.revision for script in self._scripts.walk_revisions()}
        if current == head or (current is not None and current not in known):
            return  # up to date, or a later version was here: it has left this one working
        missing = list(self._scripts.iterate_revisions(head, current or "base"))
        connection.execute(text(VERSION_TABLE))
        for script in reversed(missing):
            with Operations.context(context):
                script.module.upgrade()
            _remember(connection, script.revision)
            log.info("schema migrated", revision=script.revision, doc=script.doc)


def _remember(connection: Connection, revision: str) -> None:
    connection.execute(text("DELETE FROM alembic_version"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})
