"""DynamoDB table on demand, encrypted with the caller's key, with point-in-time recovery.

Defines: table with its global secondary indexes and time to live.
Leaves to the caller: permission (`grant_read_write`).
"""

from __future__ import annotations

from collections.abc import Mapping

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.dynamodb_table import (
    DynamodbTable as AwsDynamodbTable,
)
from cdktf_cdktf_provider_aws.dynamodb_table import (
    DynamodbTableAttribute,
    DynamodbTableGlobalSecondaryIndex,
    DynamodbTablePointInTimeRecovery,
    DynamodbTableServerSideEncryption,
    DynamodbTableTtl,
)
from constructs import Construct

from modules.security.role import Role

READ = ("GetItem", "BatchGetItem", "Query", "Scan", "ConditionCheckItem", "DescribeTable")
WRITE = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem")


class DynamodbTable(Construct):
    """name: 3 to 255 characters. hash_key, range_key: attributes, both strings.

    indexes: name -> (hash key, range key or None), all attributes projected. ttl: attribute with the epoch second
    after which an item goes. protect: neither AWS nor Terraform lets it be deleted. Handles: name, arn.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        hash_key: str,
        key_arn: str,
        range_key: str | None = None,
        indexes: Mapping[str, tuple[str, str | None]] | None = None,
        ttl: str | None = None,
        protect: bool = False,
    ) -> None:
        super().__init__(scope, id)
        indexes = indexes or {}
        keys = {hash_key, range_key, *(key for pair in indexes.values() for key in pair)} - {None}
        table = AwsDynamodbTable(
            self,
            "table",
            name=name,
            billing_mode="PAY_PER_REQUEST",
            hash_key=hash_key,
            range_key=range_key,
            # Only keys are declared. Source: "Amazon DynamoDB API Reference, AttributeDefinition".
            attribute=[DynamodbTableAttribute(name=str(key), type="S") for key in sorted(map(str, keys))],
            global_secondary_index=[
                DynamodbTableGlobalSecondaryIndex(
                    name=index, hash_key=pair[0], range_key=pair[1], projection_type="ALL"
                )
                for index, pair in sorted(indexes.items())
            ],
            ttl=DynamodbTableTtl(attribute_name=ttl, enabled=True) if ttl else None,
            point_in_time_recovery=DynamodbTablePointInTimeRecovery(enabled=True),
            server_side_encryption=DynamodbTableServerSideEncryption(enabled=True, kms_key_arn=key_arn),
            deletion_protection_enabled=protect,
            lifecycle=TerraformResourceLifecycle(prevent_destroy=True) if protect else None,
        )
        self.name = name
        self.arn: str = table.arn

    def grant_read_write(self, role: Role) -> None:
        """Let `role` read and write items of the table and its indexes; not change the table."""
        role.allow(
            f"read-write-{self.node.id}",
            actions=[f"dynamodb:{action}" for action in (*READ, *WRITE)],
            resources=[self.arn, f"{self.arn}/index/*"],
        )
