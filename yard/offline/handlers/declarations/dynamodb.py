"""DynamoDB tables."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import (
    Change,
    Declaration,
    Operation,
    Source,
    Tags,
    changes,
    creates,
    reads,
)
from yard.offline.handlers.declarations.dynamodb_answers import (
    key,
    seen_encryption,
    seen_indexes,
    seen_recovery,
    seen_time_to_live,
)

PROVISIONED, ON_DEMAND = "PROVISIONED", "PAY_PER_REQUEST"
TABLE = {"TableName": "name"}


def block(values: Values, name: str) -> Values:
    """The one block of that name, empty if there is none."""
    blocks = values.get(name) or [{}]
    return dict(blocks[0])


def attribute_definitions(values: Values) -> list[dict[str, str]]:
    """The key attributes and their types (S, N, B)."""
    return [{"AttributeName": item["name"], "AttributeType": item["type"]} for item in values["attribute"]]


def key_schema(values: Values) -> list[dict[str, str]]:
    """The keys of a table or of an index."""
    kinds = (("HASH", values.get("hash_key")), ("RANGE", values.get("range_key")))
    return [{"AttributeName": key, "KeyType": kind} for kind, key in kinds if key]


def throughput(values: Values, billing_mode: str | None) -> dict[str, int] | None:
    """The capacity of a table or of an index; on demand there is none."""
    if billing_mode == ON_DEMAND:
        return None
    return {
        "ReadCapacityUnits": values.get("read_capacity") or 1,
        "WriteCapacityUnits": values.get("write_capacity") or 1,
    }


def index(item: Values, values: Values) -> dict[str, Any]:
    """A `local_secondary_index` or `global_secondary_index`."""
    projection = {
        "ProjectionType": item["projection_type"],
        "NonKeyAttributes": item.get("non_key_attributes") or None,
    }
    return {
        "IndexName": item["name"],
        "KeySchema": key_schema({"hash_key": values.get("hash_key"), **item}),
        "Projection": {key: value for key, value in projection.items() if value},
    }


def global_index(item: Values, values: Values) -> dict[str, Any]:
    """A global index has a capacity of its own."""
    capacity = throughput(item, values.get("billing_mode"))
    return {**index(item, values), **({"ProvisionedThroughput": capacity} if capacity else {})}


def indexes(kind: str) -> Source:
    """All indexes of a kind; AWS takes no empty list."""
    make = global_index if kind.startswith("global") else index
    return lambda values: [make(item, values) for item in values.get(kind) or []] or None


def stream(values: Values) -> dict[str, Any] | None:
    """Whether changes can be read as a stream; AWS refuses a view type without one."""
    if values.get("stream_enabled") is None:
        return None
    view = {"StreamViewType": values["stream_view_type"]} if values["stream_enabled"] else {}
    return {"StreamEnabled": values["stream_enabled"], **view}


def encryption(values: Values) -> dict[str, Any] | None:
    """Encryption with a KMS key; without, AWS uses a key of its own."""
    if not values.get("server_side_encryption"):
        return None
    wanted = block(values, "server_side_encryption")
    key = {"SSEType": "KMS", "KMSMasterKeyId": wanted.get("kms_key_arn")} if wanted.get("enabled") else {}
    return {"Enabled": wanted.get("enabled", False), **key}


def exchange_global_indexes(cloud: Cloud, prior: Values, planned: Values) -> None:
    """AWS takes one new or one lost index at a time, and changes only the capacity of those it has."""
    dynamodb = cloud.client("dynamodb", planned.get("region"))
    before, after = (
        {item["name"]: global_index(item, values) for item in values.get("global_secondary_index") or []}
        for values in (prior, planned)
    )
    updates: list[dict[str, Any]] = []
    for name, item in before.items():
        if name not in after or _shape(item) != _shape(after[name]):
            updates.append({"Delete": {"IndexName": name}})
    for name, item in after.items():
        if name not in before or _shape(item) != _shape(before[name]):
            updates.append({"Create": item})
        elif item != before[name] and "ProvisionedThroughput" in item:
            updates.append(
                {"Update": {"IndexName": name, "ProvisionedThroughput": item["ProvisionedThroughput"]}}
            )
    for update in updates:
        dynamodb.update_table(
            TableName=planned["name"],
            AttributeDefinitions=attribute_definitions(planned),
            GlobalSecondaryIndexUpdates=[update],
        )


def change_time_to_live(cloud: Cloud, prior: Values, planned: Values) -> None:
    """Switch the expiry of items on or off. To use another attribute it must be off first."""
    dynamodb = cloud.client("dynamodb", planned.get("region"))
    before, after = block(prior, "ttl"), block(planned, "ttl")
    renamed = before.get("attribute_name") != after.get("attribute_name")
    if before.get("enabled") and (renamed or not after.get("enabled")):
        specification = {"Enabled": False, "AttributeName": before["attribute_name"]}
        dynamodb.update_time_to_live(TableName=planned["name"], TimeToLiveSpecification=specification)
    if after.get("enabled") and (renamed or not before.get("enabled")):
        specification = {"Enabled": True, "AttributeName": after["attribute_name"]}
        dynamodb.update_time_to_live(TableName=planned["name"], TimeToLiveSpecification=specification)


def recovery(values: Values) -> dict[str, Any]:
    """Point-in-time recovery, and how many days back it reaches."""
    wanted = block(values, "point_in_time_recovery")
    days = wanted.get("recovery_period_in_days")
    return {
        "PointInTimeRecoveryEnabled": wanted.get("enabled", False),
        **({"RecoveryPeriodInDays": days} if days and wanted.get("enabled") else {}),
    }


def _shape(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name != "ProvisionedThroughput"}


DYNAMODB_TABLE = Declaration(
    service="dynamodb",
    create=creates(
        "create_table",
        {
            **TABLE,
            "AttributeDefinitions": attribute_definitions,
            "KeySchema": key_schema,
            "BillingMode": lambda values: values.get("billing_mode") or PROVISIONED,
            "ProvisionedThroughput": lambda values: throughput(values, values.get("billing_mode")),
            "GlobalSecondaryIndexes": indexes("global_secondary_index"),
            "LocalSecondaryIndexes": indexes("local_secondary_index"),
            "StreamSpecification": stream,
            "SSESpecification": encryption,
        },
    ),
    read=(
        reads(
            "describe_table",
            TABLE,
            "Table",
            arn="TableArn",
            attribute="AttributeDefinitions[].{name: AttributeName, type: AttributeType}",
            billing_mode=f"BillingModeSummary.BillingMode || '{PROVISIONED}'",
            hash_key=lambda table: key(table, "HASH"),
            range_key=lambda table: key(table, "RANGE"),
            read_capacity="ProvisionedThroughput.ReadCapacityUnits",
            write_capacity="ProvisionedThroughput.WriteCapacityUnits",
            global_secondary_index=seen_indexes("GlobalSecondaryIndexes"),
            local_secondary_index=seen_indexes("LocalSecondaryIndexes"),
            server_side_encryption=seen_encryption,
            stream_enabled="StreamSpecification.StreamEnabled",
            stream_view_type="StreamSpecification.StreamViewType || ''",
            stream_arn="LatestStreamArn || ''",
            stream_label="LatestStreamLabel || ''",
            table_class="TableClassSummary.TableClass || 'STANDARD'",
            ignored="replica restore_date_time on_demand_throughput warm_throughput",
        ),
        reads("describe_time_to_live", TABLE, ttl=seen_time_to_live),
        reads("describe_continuous_backups", TABLE, point_in_time_recovery=seen_recovery),
    ),
    changes=(
        changes(
            "billing_mode read_capacity write_capacity",
            "update_table",
            {
                **TABLE,
                "BillingMode": "billing_mode",
                "ProvisionedThroughput": lambda values: throughput(values, values.get("billing_mode")),
            },
        ),
        changes(
            "deletion_protection_enabled table_class",
            "update_table",
            {
                **TABLE,
                "DeletionProtectionEnabled": lambda values: bool(values.get("deletion_protection_enabled")),
                "TableClass": "table_class",
            },
        ),
        changes("stream_enabled stream_view_type", "update_table", {**TABLE, "StreamSpecification": stream}),
        changes(
            "server_side_encryption",
            "update_table",
            {**TABLE, "SSESpecification": lambda values: encryption(values) or {"Enabled": False}},
        ),
        Change(frozenset({"global_secondary_index"}), exchange_global_indexes),
        Change(frozenset({"ttl"}), change_time_to_live, on_create=True),
        changes(
            "point_in_time_recovery",
            "update_continuous_backups",
            {**TABLE, "PointInTimeRecoverySpecification": recovery},
            on_create=True,
        ),
    ),
    delete=Operation("delete_table", TABLE),
    id="{name}",
    computed={"arn": "arn:{partition}:dynamodb:{region}:{account}:table/{name}"},
    defaults={"billing_mode": PROVISIONED, "table_class": "STANDARD"},
    tags=Tags({"ResourceArn": "arn"}, read="list_tags_of_resource"),
)

DECLARATIONS = {"aws_dynamodb_table": DYNAMODB_TABLE}
