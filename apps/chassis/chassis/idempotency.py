"""`Idempotency-Key`: a request that is sent twice is done once, and answered the same both times.

After "The Idempotency-Key HTTP Header Field" (draft-ietf-httpapi-idempotency-key-header): without the key 400, while
the first is in progress 409, with another payload 422. Keys live in a table of the service's own database and are
written in the transaction that does the work, so that both happen or neither: also when the process is killed.

    with database.transaction() as connection:
        stored = keys.claim(connection, key, fingerprint)
        if stored is None:
            …                                                        # do it, on this connection
            keys.keep(connection, key, fingerprint, Stored(201, body))
"""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.problems import ProblemError

HEADER = "Idempotency-Key"
LONGEST = 255
# A string of "Structured Field Values for HTTP" (RFC 9651, 3.3.3); without quotes it is taken too.
QUOTED = re.compile(r'"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"')
PLAIN = re.compile(r"[\x21\x23-\x7e]+")
KEPT = timedelta(days=7)


class Stored(NamedTuple):
    """The answer to the first of the requests."""

    status: int
    body: dict[str, Any]


def read(header: str | None) -> str:
    """Give the key that a header holds. Raises ProblemError (400)."""
    if header is None:
        raise ProblemError(
            400,
            f"Send {HEADER} with a text of your own that no other request has, such as a UUID in quotes. If no answer"
            " comes, send the same request with the same key again.",
            kind="idempotency-key-missing",
            title="Idempotency-Key is missing",
        )
    quoted = QUOTED.fullmatch(header)
    key = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else header if PLAIN.fullmatch(header) else ""
    if not 0 < len(key) <= LONGEST:
        raise ProblemError(
            400,
            f"{HEADER} must be a text of 1 to {LONGEST} visible ASCII characters in quotes.",
            kind="idempotency-key-invalid",
            title="Idempotency-Key is invalid",
        )
    return key


def fingerprint(*parts: bytes) -> str:
    """Give what tells payloads apart: pass all that decides what the request does."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


class Keys:
    """The keys of one kind of request, in PostgreSQL."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def claim(self, connection: Connection, key: str, fingerprint: str) -> Stored | None:
        """Hold `key` until the transaction ends. Returns the answer to the first request, None if this is it.

        Raises ProblemError: 409 while another transaction holds it, 422 if it came with another payload.
        """
        number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big", signed=True)
        if not connection.execute(select(func.pg_try_advisory_xact_lock(number))).scalar():
            raise ProblemError(
                409,
                f"A request with this {HEADER} is in progress. Send it again in a moment to get its answer.",
                kind="idempotency-key-in-use",
                title="Request in progress",
                headers={"Retry-After": "1"},
            )
        found = connection.execute(select(self._table).where(self._table.c.key == key)).one_or_none()
        if found is None:
            return None
        if found.fingerprint != fingerprint:
            raise ProblemError(
                422,
                f"This {HEADER} came with another payload before. Send a key of its own with each new request.",
                kind="idempotency-key-reused",
                title="Idempotency-Key is used already",
            )
        return Stored(found.status, found.body)

    def keep(self, connection: Connection, key: str, fingerprint: str, answer: Stored) -> None:
        """Keep the answer for who sends the request again."""
        values = {"key": key, "fingerprint": fingerprint, "status": answer.status, "body": answer.body}
        connection.execute(insert(self._table).values(values))

    def prune(self, connection: Connection, kept: timedelta = KEPT) -> int:
        """Delete the keys that are older. Returns how many."""
        return connection.execute(
            delete(self._table).where(self._table.c.created_at < func.now() - kept)
        ).rowcount


def keys_table(metadata: MetaData, name: str = "idempotency_keys") -> Table:
    """Describe the table, for a service's migrations and its `Keys`."""
    return Table(
        name,
        metadata,
        Column("key", String(LONGEST), primary_key=True),
        Column("fingerprint", String(64), nullable=False),
        Column("status", Integer, nullable=False),
        Column("body", JSONB, nullable=False),
        Column("created_at", DateTime(timezone=True), server_default=func.now(), nullable=False, index=True),
    )
