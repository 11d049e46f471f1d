"""DynamoDB table, paid by request or by a capacity that follows the load.

Defines: the table with its global secondary indexes, point-in-time recovery, encryption, expiry, stream, scaling.
Leaves to the caller: who reads and writes (`grant_read`, `grant_read_write`), who reads the stream
(`grant_read_stream`).
"""

from __future__ import annotations

from collections.abc import Mapping

from cdktf_cdktf_provider_aws.dynamodb_table import (
    DynamodbTable as DynamodbTableResource,
)
from cdktf_cdktf_provider_aws.dynamodb_table import (
    DynamodbTableAttribute,
    DynamodbTableGlobalSecondaryIndex,
    DynamodbTablePointInTimeRecovery,
    DynamodbTableServerSideEncryption,
    DynamodbTableTtl,
)
from constructs import Construct

from modules.data.table_scaling import Capacity, TableScaling
from modules.protection import lifecycle
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow
from modules.security.role import Role

# Source: "Service Authorization Reference, Amazon DynamoDB". Scan is a read: lists over all items need it.
READ = (
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DescribeTable",
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
)
WRITE = ("dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem")

READ_STREAM = (
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListShards",
)
# What a change of an item leaves in the stream.
STREAM_VIEWS = {"keys": "KEYS_ONLY", "new": "NEW_IMAGE", "old": "OLD_IMAGE", "both": "NEW_AND_OLD_IMAGES"}

# Partition key and, where there is one, sort key.
Keys = tuple[str, str | None]


class DynamodbTable(Construct):
    """A table whose keys are strings; every index holds whole items."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        hash_key: str,
        range_key: str | None = None,
        indexes: Mapping[str, Keys] | None = None,
        ttl: str | None = None,
        stream: str | None = None,
        capacity: Capacity | None = None,
        key: KmsKey,
        protect: bool,
    ) -> None:
        """indexes: global secondary indexes by name, 20 at the most.

        ttl: the attribute with the epoch second after which an item goes. stream: `keys`, `new`, `old` or `both`.
        capacity: of the table and of each index, None to pay by request. With a capacity Terraform makes indexes with
        the table and leaves them alone after that: their capacity is AWS's to change, and it is a part of them.
        protect: neither Terraform nor the API deletes the table.
        """
        super().__init__(scope, id_)
        indexes = dict(sorted((indexes or {}).items()))
        if len(indexes) > 20:
            raise ValueError(
                f"{name}: a table has at most 20 global secondary indexes, this one {len(indexes)}."
            )
        if stream is not None and stream not in STREAM_VIEWS:
            raise ValueError(f"{name}: there is no stream {stream}. Use {', '.join(STREAM_VIEWS)}.")
        self._key = key
        table = DynamodbTableResource(
            self,
            "Default",
            name=name,
            billing_mode="PROVISIONED" if capacity else "PAY_PER_REQUEST",
            read_capacity=capacity.read if capacity else None,
            write_capacity=capacity.write if capacity else None,
            hash_key=hash_key,
            range_key=range_key,
            attribute=_attributes([(hash_key, range_key), *indexes.values()]),
            global_secondary_index=[_index(index, *keys, capacity) for index, keys in indexes.items()]
            or None,
            stream_enabled=True if stream else None,
            stream_view_type=STREAM_VIEWS[stream] if stream else None,
            ttl=DynamodbTableTtl(attribute_name=ttl, enabled=True) if ttl else None,
            point_in_time_recovery=DynamodbTablePointInTimeRecovery(enabled=True),
            server_side_encryption=DynamodbTableServerSideEncryption(enabled=True, kms_key_arn=key.arn),
            deletion_protection_enabled=protect,
            lifecycle=lifecycle(protect=protect, ignore=_scaled(indexes) if capacity else ()),
        )
        self.name = table.name
        self.arn = table.arn
        self.stream_arn = table.stream_arn if stream else None
        if capacity:
            TableScaling(self, "scaling", table=self.name, indexes=list(indexes), capacity=capacity)
        self._resources = [self.arn, f"{self.arn}/index/*"] if indexes else [self.arn]

    def grant_read(self, role: Role) -> None:
        """Let `role` get, query and scan."""
        role.allow(allow(READ, self._resources))
        self._key.grant_decrypt(role, via="dynamodb")

    def grant_read_write(self, role: Role) -> None:
        """Let `role` get, query, scan, put, update and delete items, not the table."""
        role.allow(allow((*READ, *WRITE), self._resources))
        self._key.grant_encrypt_decrypt(role, via="dynamodb")

    def grant_read_stream(self, role: Role) -> None:
        """Let `role` follow the stream; ValueError where there is none."""
        if self.stream_arn is None:
            raise ValueError("The table has no stream. Give it one.")
        role.allow(allow(READ_STREAM, [self.stream_arn]))
        self._key.grant_decrypt(role, via="dynamodb")


def _scaled(indexes: Mapping[str, Keys]) -> list[str]:
    """What Application Auto Scaling changes."""
    return ["read_capacity", "write_capacity", *(["global_secondary_index"] if indexes else [])]


def _attributes(keys: list[Keys]) -> list[DynamodbTableAttribute]:
    """Only what keys are made of: DynamoDB refuses the description of any other attribute."""
    names = {name for pair in keys for name in pair if name is not None}
    return [DynamodbTableAttribute(name=name, type="S") for name in sorted(names)]


def _index(
    name: str, hash_key: str, range_key: str | None, capacity: Capacity | None
) -> DynamodbTableGlobalSecondaryIndex:
    return DynamodbTableGlobalSecondaryIndex(
        name=name,
        hash_key=hash_key,
        range_key=range_key,
        projection_type="ALL",
        read_capacity=capacity.read if capacity else None,
        write_capacity=capacity.write if capacity else None,
    )
