"""What DynamoDB tells about a table, as Terraform's blocks."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Values


def seen_indexes(name: str) -> Any:
    """Indexes as AWS describes them, as blocks."""
    return lambda table: [
        {
            "name": item["IndexName"],
            "hash_key": key(item, "HASH"),
            "range_key": key(item, "RANGE"),
            "projection_type": item["Projection"]["ProjectionType"],
            "non_key_attributes": item["Projection"].get("NonKeyAttributes", []),
            "read_capacity": item.get("ProvisionedThroughput", {}).get("ReadCapacityUnits"),
            "write_capacity": item.get("ProvisionedThroughput", {}).get("WriteCapacityUnits"),
        }
        for item in table.get(name, [])
    ]


def key(table: dict[str, Any], kind: str) -> str | None:
    """The attribute that is the HASH or RANGE key."""
    return next((item["AttributeName"] for item in table["KeySchema"] if item["KeyType"] == kind), None)


def seen_encryption(table: dict[str, Any]) -> list[Values]:
    """Whether a KMS key encrypts the table, and which."""
    seen = table.get("SSEDescription") or {}
    on = seen.get("Status") in ("ENABLED", "ENABLING", "UPDATING")
    return [{"enabled": on, **({"kms_key_arn": seen.get("KMSMasterKeyArn")} if on else {})}]


def seen_time_to_live(answer: dict[str, Any]) -> list[Values]:
    """Whether items expire, and by which attribute."""
    seen = answer["TimeToLiveDescription"]
    on = seen.get("TimeToLiveStatus") in ("ENABLED", "ENABLING")
    return [{"enabled": on, **({"attribute_name": seen["AttributeName"]} if on else {})}]


def seen_recovery(answer: dict[str, Any]) -> list[Values]:
    """Whether the table can be restored to a point in time."""
    seen = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    on = seen["PointInTimeRecoveryStatus"] == "ENABLED"
    return [{"enabled": on, **({"recovery_period_in_days": seen.get("RecoveryPeriodInDays")} if on else {})}]
