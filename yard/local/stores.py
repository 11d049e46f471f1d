"""The data stores of a local run: servers where the applied definitions ask for some, and what leads to them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from yard.config import YardError
from yard.local.addresses import Addresses
from yard.local.desired import Aws, Cache, Database, Desired
from yard.local.folder import LocalFolder
from yard.local.ports import LOOPBACK
from yard.local.postgres import Postgres
from yard.local.redis import Redis
from yard.local.secrets import keep
from yard.local.server import Server

PATIENCE_SECONDS = 15.0
RETRY_SECONDS = 0.5


class Stores:
    """Starts and stops PostgreSQL and Redis as they are needed; `ready` waits for what a task is about to use."""

    def __init__(self, folder: LocalFolder) -> None:
        self.addresses = Addresses()
        self._folder = folder
        self._postgres: Postgres | None = None
        self._redis: Redis | None = None
        self._databases: dict[str, Database] = {}
        self._caches: dict[str, Cache] = {}
        self._provided: dict[str, tuple[Database, Aws]] = {}
        self._providing: asyncio.Task[None] | None = None
        self._failure = ""
        self._names: Mapping[str, str] = {}

    async def apply(self, desired: Desired, names: Mapping[str, str]) -> None:
        """Take a desired state: a server that nothing needs any more ends, its data stay until `yard down`.

        names: where callees answer, which are addresses in variables too.
        """
        self._names = names
        self._databases, self._caches = dict(desired.applied.databases), dict(desired.applied.caches)
        await self._stop_providing()
        if self._databases and self._postgres is None:
            self._postgres = Postgres(self._folder)
            self._postgres.start()
        elif not self._databases and self._postgres is not None:
            await self._postgres.stop()
            self._postgres = None
        if self._caches and self._redis is None:
            self._redis = Redis(self._folder)
            self._redis.start()
        elif not self._caches and self._redis is not None:
            await self._redis.stop()
            self._redis = None
        self.addresses = self._addresses()
        self._providing = asyncio.create_task(self._provide(desired.aws))

    async def stop(self) -> None:
        """End the servers."""
        await self._stop_providing()
        await asyncio.gather(*(server.stop() for server in self._servers()))

    async def ready(self, variables: Mapping[str, str], given_up: Callable[[], bool] = lambda: False) -> None:
        """Return once the stores that these variables lead to can be used.

        Raises YardError where that takes too long, or `given_up` says that nobody waits any more.
        """
        hosts = self.addresses.databases_in(variables)
        needed = [name for name, database in self._databases.items() if hosts & set(database.hosts)]
        deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while waiting := self._not_ready(needed, self.addresses.uses_a_cache(variables)):
            if given_up() or asyncio.get_running_loop().time() > deadline:
                raise YardError(waiting)
            await asyncio.sleep(0.02)

    def status(self) -> dict[str, Any]:
        """The `databases` of `yard status --json`: by the name that AWS knows them under."""
        found: dict[str, Any] = {}
        if self._postgres is not None:
            for name, database in self._databases.items():
                told = self._postgres.status()
                told["healthy"] = told["healthy"] and name in self._provided
                told["last_failure"] = told["last_failure"] or self._failure
                found[name] = {"engine": "postgres", "name": database.name, **told}
        if self._redis is not None:
            for name, cache in self._caches.items():
                found[name] = {
                    "engine": "redis",
                    "name": str(self._redis.number(cache)),
                    **self._redis.status(),
                }
        return found

    def _servers(self) -> list[Server]:
        return [server for server in (self._postgres, self._redis) if server is not None]

    def _not_ready(self, databases: list[str], uses_a_cache: bool) -> str:
        if databases and self._postgres is not None and not self._postgres.up.is_set():
            return f"postgres does not answer: {self._postgres.last_failure or 'it is starting'}"
        if any(name not in self._provided for name in databases):
            return self._failure or f"database {', '.join(databases)} is being made"
        if uses_a_cache and self._redis is not None and not self._redis.up.is_set():
            return f"redis does not answer: {self._redis.last_failure or 'it is starting'}"
        return ""

    def _addresses(self) -> Addresses:
        postgres, redis = self._postgres, self._redis
        databases = (
            {
                host: (postgres.port, database.name)
                for database in self._databases.values()
                for host in database.hosts
            }
            if postgres
            else {}
        )
        caches = (
            {
                host: f"redis://{LOOPBACK}:{redis.port}/{redis.number(cache)}"
                for cache in self._caches.values()
                for host in cache.hosts
            }
            if redis
            else {}
        )
        return Addresses(databases=databases, caches=caches, names=self._names)

    async def _provide(self, aws: Aws) -> None:
        """Make every database and put its password where services look for it; again until all of it is done."""
        postgres = self._postgres
        self._provided = {name: was for name, was in self._provided.items() if name in self._databases}
        while postgres is not None:
            await postgres.up.wait()
            try:
                for name, database in self._databases.items():
                    if self._provided.get(name) != (database, aws):
                        await postgres.provide(database)
                        await self._keep_password(aws, database, postgres)
                        self._provided[name] = (database, aws)
            except (YardError, ClientError, BotoCoreError) as error:
                if self._failure != str(error):
                    postgres.say(str(error))
                self._failure = str(error)
                await asyncio.sleep(RETRY_SECONDS)
            else:
                self._failure = ""
                return

    async def _keep_password(self, aws: Aws, database: Database, postgres: Postgres) -> None:
        if database.secret:
            login = {"username": database.name, "password": postgres.password(database)}
            await asyncio.to_thread(keep, aws, database.secret, login)

    async def _stop_providing(self) -> None:
        if self._providing is not None:
            self._providing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._providing
