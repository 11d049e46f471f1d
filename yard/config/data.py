"""The data stores in a service manifest: tables, a cache, a database, buckets; and its queues."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from yard.config.environment import FieldError, Model
from yard.config.yaml_source import KeyPath

StoreName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)]
# Source: "Amazon DynamoDB Developer Guide, Quotas": attribute names of keys have 1 to 255 characters.
AttributeName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_.-]*$", max_length=255)]


class Index(Model):
    """A global secondary index of a table."""

    hash_key: Annotated[AttributeName, Field(description="Partition key, a string.", examples=["category"])]
    range_key: Annotated[
        AttributeName | None, Field(description="Sort key, a string; none where absent.", examples=["name"])
    ] = None


class Table(Model):
    """A DynamoDB table, on demand."""

    hash_key: Annotated[AttributeName, Field(description="Partition key, a string.", examples=["id"])]
    range_key: Annotated[
        AttributeName | None,
        Field(description="Sort key, a string; none where absent.", examples=["created_at"]),
    ] = None
    indexes: Annotated[
        dict[StoreName, Index],
        Field(
            description="Global secondary indexes by name, 20 at the most.",
            max_length=20,  # Source: "Amazon DynamoDB Developer Guide, Quotas".
            examples=[{"by_category": {"hash_key": "category"}}],
        ),
    ] = {}
    ttl: Annotated[
        AttributeName | None,
        Field(
            description="Attribute with the epoch second after which an item goes.", examples=["expires_at"]
        ),
    ] = None

    @model_validator(mode="after")
    def _keys_differ(self) -> Self:
        owners: list[tuple[KeyPath, Table | Index]] = [((), self)]
        owners += [(("indexes", name), index) for name, index in self.indexes.items()]
        for path, keys in owners:
            if keys.hash_key == keys.range_key:
                raise FieldError(
                    (*path, "range_key"), f"{keys.range_key} is the hash_key too. Take another attribute."
                )
        return self


class Cache(Model):
    """An ElastiCache cache."""

    engine: Annotated[Literal["valkey", "redis"], Field(description="Engine.", examples=["valkey"])] = (
        "valkey"
    )


class Database(Model):
    """An RDS database."""

    engine: Annotated[
        Literal["postgres", "mysql", "mariadb", "aurora-postgresql", "aurora-mysql", "oracle", "sqlserver"],
        Field(description="Engine.", examples=["postgres"]),
    ]


class Bucket(Model):
    """An S3 bucket: private, encrypted, versioned."""

    expire_days: Annotated[
        int | None,
        Field(description="Objects go after so many days; kept where absent.", ge=1, examples=[90]),
    ] = None


class Queue(Model):
    """An SQS queue with a dead-letter queue."""

    visibility_seconds: Annotated[
        int,
        Field(description="A message stays hidden while it is worked on.", ge=0, le=43200, examples=[60]),
    ] = 60
    max_receives: Annotated[
        int,
        Field(
            description="Tries before a message goes to the dead-letter queue.", ge=1, le=1000, examples=[5]
        ),
    ] = 5


class Data(Model):
    """Everything that the service stores."""

    tables: Annotated[
        dict[StoreName, Table],
        Field(
            description="DynamoDB tables by name; TABLE_<NAME> tells the service each one's.",
            examples=[{"products": {"hash_key": "id"}}],
        ),
    ] = {}
    cache: Annotated[
        Cache | None, Field(description="A cache; CACHE_URL tells where.", examples=[{"engine": "valkey"}])
    ] = None
    database: Annotated[
        Database | None, Field(description="A relational database.", examples=[{"engine": "postgres"}])
    ] = None
    buckets: Annotated[
        dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=20)], Bucket],
        Field(
            description="S3 buckets by name; BUCKET_<NAME> tells the service each one's.",
            examples=[{"images": {}}],
        ),
    ] = {}
