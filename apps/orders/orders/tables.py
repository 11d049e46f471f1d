"""The tables, as the last migration leaves them."""

from __future__ import annotations

from chassis.idempotency import keys_table
from sqlalchemy import BigInteger, Column, DateTime, Index, Integer, MetaData, String, Table, func, text
from sqlalchemy.dialects.postgresql import JSONB, UUID

METADATA = MetaData()

ORDERS = Table(
    "orders",
    METADATA,
    Column("id", UUID(as_uuid=False), primary_key=True),
    Column("status", String(20), nullable=False),
    Column("customer_name", String(200), nullable=False),
    Column("customer_email", String(254), nullable=False),
    Column("country", String(2), nullable=False),
    Column("basket", String(64)),
    Column("items", JSONB, nullable=False),
    Column("quote", JSONB),
    Column("degraded", JSONB, nullable=False),
    Column("placed_at", DateTime(timezone=True), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", DateTime(timezone=True)),
    Index("orders_of_basket", "basket", "placed_at", postgresql_where=text("basket IS NOT NULL")),
    Index("orders_to_complete", "next_attempt_at", postgresql_where=text("status = 'pending'")),
)

# What is to be told to others, written in the transaction that makes it true (the transactional outbox).
OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("type", String(64), nullable=False),
    Column("detail", JSONB, nullable=False),
    Column("created_at", DateTime(timezone=True), server_default=func.now(), nullable=False),
    Column("attempts", Integer, server_default="0", nullable=False),
    Column("next_attempt_at", DateTime(timezone=True), server_default=func.now(), nullable=False),
    Column("published_at", DateTime(timezone=True)),
    Index("outbox_to_publish", "next_attempt_at", postgresql_where=text("published_at IS NULL")),
)

KEYS = keys_table(METADATA)
