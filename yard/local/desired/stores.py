"""Data stores that real servers on this machine stand in for: databases and caches."""

from __future__ import annotations

from yard.local.desired.value import Value


class Database(Value):
    """A PostgreSQL database with a role of its own.

    name: of database and role. hosts: every address by which the applied definitions call it (writer, reader, proxy).
    secret: ARN under which a service finds user name and password; None where the definitions name none.
    """

    name: str
    hosts: tuple[str, ...]
    secret: str | None = None


class Cache(Value):
    """A Redis database. hosts: every address by which the applied definitions call it."""

    name: str
    hosts: tuple[str, ...]
