from __future__ import annotations

from collections.abc import Mapping

import pytest
from cdktf import TerraformStack

from modules.data.dynamodb_table import READ, WRITE, DynamodbTable, Keys
from tests.modules.synthesised import Resources, a_key, a_role, synthesise


def table(
    *,
    indexes: Mapping[str, Keys] | None = None,
    range_key: str | None = None,
    ttl: str | None = None,
    protect: bool = False,
    grant: str | None = None,
) -> Resources:
    def build(stack: TerraformStack) -> None:
        made = DynamodbTable(
            stack,
            "table-products",
            name="dev-catalog-products",
            hash_key="id",
            range_key=range_key,
            indexes=indexes,
            ttl=ttl,
            key=a_key(stack),
            protect=protect,
        )
        if grant:
            getattr(made, grant)(a_role(stack))

    return synthesise(build)


def test_a_table_can_be_taken_back_to_any_second_and_is_encrypted_with_the_services_key() -> None:
    made = table().only("aws_dynamodb_table")

    assert made["point_in_time_recovery"] == {"enabled": True}
    assert made["server_side_encryption"] == {"enabled": True, "kms_key_arn": "${aws_kms_key.key.arn}"}
    assert made["billing_mode"] == "PAY_PER_REQUEST"


def test_a_table_outlives_its_stack_when_the_environment_is_protected() -> None:
    kept, free = (table(protect=protect).only("aws_dynamodb_table") for protect in (True, False))

    assert (kept["deletion_protection_enabled"], kept["lifecycle"]) == (True, {"prevent_destroy": True})
    assert free["deletion_protection_enabled"] is False
    assert "lifecycle" not in free


def test_attributes_are_described_once_and_only_where_a_key_uses_them() -> None:
    made = table(
        range_key="created_at",
        indexes={"by_category": ("category", "id"), "by_brand": ("brand", None)},
        ttl="expires_at",
    ).only("aws_dynamodb_table")

    assert made["attribute"] == [
        {"name": name, "type": "S"} for name in ("brand", "category", "created_at", "id")
    ]
    assert made["ttl"] == {"attribute_name": "expires_at", "enabled": True}


def test_an_index_holds_whole_items() -> None:
    made = table(indexes={"by_category": ("category", "id")}).only("aws_dynamodb_table")

    assert made["global_secondary_index"] == [
        {"name": "by_category", "hash_key": "category", "range_key": "id", "projection_type": "ALL"}
    ]


def test_a_reader_reads_the_table_and_its_indexes_and_writes_nothing() -> None:
    items, key = table(indexes={"by_category": ("category", None)}, grant="grant_read").policy(
        "aws_iam_role_policy"
    )

    arn = "${aws_dynamodb_table.table-products.arn}"
    assert items["Action"] == list(READ)
    assert items["Resource"] == [arn, f"{arn}/index/*"]
    assert key["Action"] == ["kms:Decrypt", "kms:DescribeKey"]


def test_a_writer_touches_items_and_never_the_table_itself() -> None:
    items, _ = table(grant="grant_read_write").policy("aws_iam_role_policy")

    assert items["Action"] == [*READ, *WRITE]
    assert not {"dynamodb:DeleteTable", "dynamodb:UpdateTable", "dynamodb:*"} & set(items["Action"])
    assert items["Resource"] == ["${aws_dynamodb_table.table-products.arn}"]


def test_the_address_of_a_table_is_pinned() -> None:
    assert "aws_dynamodb_table.table-products" in table().addresses


def test_more_indexes_than_dynamodb_takes_are_refused() -> None:
    indexes = {f"by_{number}": (f"key_{number}", None) for number in range(21)}

    with pytest.raises(ValueError, match=r"has at most 20 global secondary indexes, this one 21."):
        table(indexes=indexes)
