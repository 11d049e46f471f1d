"""DynamoDB tables and S3 buckets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .area import Area, Client, allow, merged
from .ground import KEY, ROLE

_RESOURCES: dict[str, Any] = {
    "aws_dynamodb_table": {
        "products": {
            "name": "twin-products",
            "billing_mode": "PAY_PER_REQUEST",
            "hash_key": "id",
            "range_key": "created",
            "attribute": [
                {"name": "id", "type": "S"},
                {"name": "created", "type": "N"},
                {"name": "category", "type": "S"},
            ],
            "global_secondary_index": [
                {"name": "by_category", "hash_key": "category", "projection_type": "ALL"}
            ],
            "ttl": {"attribute_name": "expires_at", "enabled": True},
            "point_in_time_recovery": {"enabled": True},
            "server_side_encryption": {"enabled": True, "kms_key_arn": "${aws_kms_key.main.arn}"},
            "stream_enabled": True,
            "stream_view_type": "NEW_IMAGE",
        }
    },
    "aws_s3_bucket": {"images": {"bucket": "twin-images", "force_destroy": True}},
    "aws_s3_bucket_public_access_block": {
        "images": {
            "bucket": "${aws_s3_bucket.images.id}",
            "block_public_acls": True,
            "block_public_policy": True,
            "ignore_public_acls": True,
            "restrict_public_buckets": True,
        }
    },
    "aws_s3_bucket_policy": {
        "images": {
            "bucket": "${aws_s3_bucket.images.id}",
            "policy": allow(
                "s3:GetObject", "${aws_s3_bucket.images.arn}/*", Principal={"AWS": "${aws_iam_role.task.arn}"}
            ),
            "depends_on": ["aws_s3_bucket_public_access_block.images"],
        }
    },
    "aws_s3_bucket_ownership_controls": {
        "images": {
            "bucket": "${aws_s3_bucket.images.id}",
            "rule": {"object_ownership": "BucketOwnerPreferred"},
            "depends_on": ["aws_s3_bucket_policy.images"],
        }
    },
}

_CHANGES: dict[str, dict[str, dict[str, Any]]] = {
    "aws_dynamodb_table": {
        "products": {"tags": {"Name": "products"}, "ttl": {"attribute_name": "expires_at", "enabled": False}}
    },
}


def _tables(client: Client) -> Iterator[Any]:
    dynamodb = client("dynamodb")
    for name in dynamodb.list_tables()["TableNames"]:
        table = dynamodb.describe_table(TableName=name)["Table"]
        yield table
        yield dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        yield dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
        yield dynamodb.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"]


def _buckets(client: Client) -> Iterator[Any]:
    s3 = client("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        name = bucket["Name"]
        yield name
        yield s3.get_bucket_location(Bucket=name)["LocationConstraint"]
        yield s3.get_bucket_versioning(Bucket=name).get("Status")
        yield s3.get_bucket_policy(Bucket=name)["Policy"]
        yield s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]
        yield s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
        yield s3.get_bucket_tagging(Bucket=name)["TagSet"]


AREA = Area(
    resources=merged(KEY, ROLE, _RESOURCES),
    changes=_CHANGES,
    lists={},
    readers={"tables": _tables, "buckets": _buckets},
)
