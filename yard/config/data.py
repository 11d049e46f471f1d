"""The data stores in a service manifest: tables, a cache, a database, buckets; and its queues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from yard.config import forms
from yard.config.cache import Cache
from yard.config.database import Database
from yard.config.model import Broken, Model, Whole, text
from yard.config.yaml_source import KeyPath

TableName = Annotated[str, text(forms.STORE, longest=30)]
# Source: "Amazon DynamoDB Developer Guide, Quotas": an index has 3 characters at the least, names of key attributes
# have 1 to 255.
IndexName = Annotated[str, text(forms.STORE, shortest=3, longest=60)]
AttributeName = Annotated[str, text(forms.ATTRIBUTE, longest=255)]
# An S3 bucket's name has 63 characters, account and region included.
BucketName = Annotated[str, text(forms.STORE, longest=20)]
QueueName = Annotated[str, text(forms.STORE, longest=30)]


class Index(Model):
    """A global secondary index of a table."""

    hash_key: Annotated[AttributeName, Field(description="Partition key, a string.", examples=["category"])]
    range_key: Annotated[
        AttributeName | None, Field(description="Sort key, a string. Default: none.", examples=["name"])
    ] = None


class Provisioned(Model):
    """Capacity of a table, and of each of its indexes, that follows the load between two limits.

    Source of the limit: "Amazon DynamoDB Developer Guide, Quotas": 40,000 units a table.
    """

    read: Annotated[
        Whole, Field(description="Read capacity units at the least.", ge=1, le=40_000, examples=[5])
    ]
    write: Annotated[
        Whole, Field(description="Write capacity units at the least.", ge=1, le=40_000, examples=[5])
    ]
    max_read: Annotated[
        Whole, Field(description="Read capacity units at the most.", ge=1, le=40_000, examples=[100])
    ]
    max_write: Annotated[
        Whole, Field(description="Write capacity units at the most.", ge=1, le=40_000, examples=[100])
    ]

    def broken_rules(self) -> Iterator[Broken]:
        """The least is no more than the most."""
        for least, most in (("read", "max_read"), ("write", "max_write")):
            if getattr(self, least) > getattr(self, most):
                yield Broken(
                    (least,),
                    f"{getattr(self, least)} is more than {most} {getattr(self, most)}. Lower it, or raise {most}.",
                    ((most,),),
                )


class Table(Model):
    """A DynamoDB table."""

    hash_key: Annotated[AttributeName, Field(description="Partition key, a string.", examples=["id"])]
    range_key: Annotated[
        AttributeName | None,
        Field(description="Sort key, a string. Default: none.", examples=["created_at"]),
    ] = None
    indexes: Annotated[
        dict[IndexName, Index],
        Field(
            description="Global secondary indexes by name, with all attributes; 20 at the most.",
            max_length=20,  # Source: "Amazon DynamoDB Developer Guide, Quotas".
            examples=[{"by_category": {"hash_key": "category"}}],
        ),
    ] = {}
    ttl: Annotated[
        AttributeName | None,
        Field(
            description="Attribute with the second since 1970 after which an item may go. Default: items stay.",
            examples=["expires_at"],
        ),
    ] = None
    stream: Annotated[
        Literal["keys", "new", "old", "both"] | None,
        Field(
            description="What of a changed item can be followed for 24 hours: its keys, it as it is now, as it was, or"
            " both; TABLE_<NAME>_STREAM_ARN tells the service where. Default: no stream.",
            examples=["both"],
        ),
    ] = None
    capacity: Annotated[
        Provisioned | None,
        Field(
            description="Pay for a capacity that follows the load, which costs less where the load is steady. Indexes"
            " are then made with the table: to add or change one later, take capacity out for one apply."
            " Default: pay by request.",
            examples=[{"read": 5, "write": 5, "max_read": 100, "max_write": 100}],
        ),
    ] = None

    def broken_rules(self) -> Iterator[Broken]:
        """An attribute is hash key, range key or expiry, not two of them."""
        owners: list[tuple[KeyPath, Table | Index]] = [((), self)]
        owners += [(("indexes", name), index) for name, index in self.indexes.items()]
        for path, keys in owners:
            if keys.hash_key == keys.range_key:
                yield Broken(
                    (*path, "range_key"),
                    f"{keys.range_key} is the hash_key too. Use another attribute.",
                    ((*path, "hash_key"),),
                )
            # Source: "Amazon DynamoDB Developer Guide, Time to Live": the attribute is a number; keys here are strings.
            if self.ttl is not None and self.ttl in (keys.hash_key, keys.range_key):
                key = "hash_key" if self.ttl == keys.hash_key else "range_key"
                yield Broken(
                    ("ttl",),
                    f"{self.ttl} is a {key} too, and keys are text. Use another attribute, a number.",
                    ((*path, key),),
                )


class Bucket(Model):
    """An S3 bucket: private, encrypted, versioned."""

    expire_days: Annotated[
        Whole | None,
        Field(description="Objects go after so many days. Default: they stay.", ge=1, examples=[90]),
    ] = None
    archive_days: Annotated[
        Whole | None,
        Field(
            description="Objects move to S3 Glacier Instant Retrieval after so many days: less to keep, more to read,"
            " paid for 90 days at the least. Default: they stay where they are.",
            ge=1,
            examples=[30],
        ),
    ] = None

    def broken_rules(self) -> Iterator[Broken]:
        """What is archived is kept after that."""
        if self.archive_days and self.expire_days and self.archive_days >= self.expire_days:
            yield Broken(
                ("archive_days",),
                f"{self.archive_days} is not before expire_days {self.expire_days}. Lower it, or raise expire_days.",
                (("expire_days",),),
            )


class Queue(Model):
    """An SQS queue with a dead-letter queue."""

    visibility_seconds: Annotated[
        Whole,
        Field(
            description="Seconds that a message stays hidden while it is worked on, 0 to 43200.",
            ge=0,
            le=43200,
            examples=[60],
        ),
    ] = 60
    max_receives: Annotated[
        Whole,
        Field(
            description="Tries before a message goes to the dead-letter queue, 1 to 1000.",
            ge=1,
            le=1000,
            examples=[5],
        ),
    ] = 5


class Data(Model):
    """Everything that the service stores."""

    tables: Annotated[
        dict[TableName, Table],
        Field(
            description="DynamoDB tables by name; TABLE_<NAME> tells the service each one's.",
            examples=[{"products": {"hash_key": "id"}}],
        ),
    ] = {}
    cache: Annotated[
        Cache | None,
        Field(
            description="A cache; CACHE_URL and its kin tell the service where. Default: none.",
            examples=[{"engine": "valkey"}],
        ),
    ] = None
    database: Annotated[
        Database | None,
        Field(
            description="A relational database; DATABASE_HOST and its kin tell the service where. Default: none.",
            examples=[{"engine": "postgres"}],
        ),
    ] = None
    buckets: Annotated[
        dict[BucketName, Bucket],
        Field(
            description="S3 buckets by name; BUCKET_<NAME> tells the service each one's.",
            examples=[{"images": {}}],
        ),
    ] = {}
