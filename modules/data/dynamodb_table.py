"""DynamoDB table, paid by request.

Defines: the table with its global secondary indexes, point-in-time recovery, encryption, expiry.
Leaves to the caller: who reads and writes (`grant_read`, `grant_read_write`).
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
        key: KmsKey,
        protect: bool,
    ) -> None:
        """indexes: global secondary indexes by name, 20 at the most.

        ttl: the attribute with the epoch second after which an item goes.
        protect: neither Terraform nor the API deletes the table.
        """
        super().__init__(scope, id_)
        indexes = dict(sorted((indexes or {}).items()))
        if len(indexes) > 20:
            raise ValueError(
                f"{name}: a table has at most 20 global secondary indexes, this one {len(indexes)}."
            )
        self._key = key
        table = DynamodbTableResource(
            self,
            "Default",
            name=name,
            billing_mode="PAY_PER_REQUEST",
            hash_key=hash_key,
            range_key=range_key,
            attribute=_attributes([(hash_key, range_key), *indexes.values()]),
            global_secondary_index=[_index(index, *keys) for index, keys in indexes.items()] or None,
            ttl=DynamodbTableTtl(attribute_name=ttl, enabled=True) if ttl else None,
            point_in_time_recovery=DynamodbTablePointInTimeRecovery(enabled=True),
            server_side_encryption=DynamodbTableServerSideEncryption(enabled=True, kms_key_arn=key.arn),
            deletion_protection_enabled=protect,
            lifecycle=lifecycle(protect=protect),
        )
        self.name = table.name
        self.arn = table.arn
        self._resources = [self.arn, f"{self.arn}/index/*"] if indexes else [self.arn]

    def grant_read(self, role: Role) -> None:
        """Let `role` get, query and scan."""
        role.allow(allow(READ, self._resources))
        self._key.grant_decrypt(role, via="dynamodb")

    def grant_read_write(self, role: Role) -> None:
        """Let `role` get, query, scan, put, update and delete items, not the table."""
        role.allow(allow((*READ, *WRITE), self._resources))
        self._key.grant_encrypt_decrypt(role, via="dynamodb")


def _attributes(keys: list[Keys]) -> list[DynamodbTableAttribute]:
    """Only what keys are made of: DynamoDB refuses the description of any other attribute."""
    names = {name for pair in keys for name in pair if name is not None}
    return [DynamodbTableAttribute(name=name, type="S") for name in sorted(names)]


def _index(name: str, hash_key: str, range_key: str | None) -> DynamodbTableGlobalSecondaryIndex:
    return DynamodbTableGlobalSecondaryIndex(
        name=name, hash_key=hash_key, range_key=range_key, projection_type="ALL"
    )
