from __future__ import annotations

from collections.abc import Mapping

import pytest
from cdktf import TerraformStack

from modules.data.dynamodb_table import READ, WRITE, DynamodbTable, Keys
from modules.data.table_scaling import Capacity
from tests.modules.synthesised import Resources, a_key, a_role, synthesise


def table(
    *,
    indexes: Mapping[str, Keys] | None = None,
    range_key: str | None = None,
    ttl: str | None = None,
    protect: bool = False,
    grant: str | None = None,
    stream: str | None = None,
    capacity: Capacity | None = None,
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
            stream=stream,
            capacity=capacity,
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


def test_a_stream_shows_what_was_asked_for_and_its_reader_changes_nothing() -> None:
    made = table(stream="both", grant="grant_read_stream")

    resource = made.only("aws_dynamodb_table")
    assert (resource["stream_enabled"], resource["stream_view_type"]) == (True, "NEW_AND_OLD_IMAGES")
    follow, key = made.policy("aws_iam_role_policy")
    assert follow["Resource"] == ["${aws_dynamodb_table.table-products.stream_arn}"]
    assert not {"dynamodb:PutItem", "dynamodb:UpdateTable"} & set(follow["Action"])
    assert key["Action"] == ["kms:Decrypt", "kms:DescribeKey"]


def test_a_stream_that_dynamodb_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match=r"there is no stream all. Use keys, new, old, both."):
        table(stream="all")
    with pytest.raises(ValueError, match=r"The table has no stream. Give it one."):
        table(grant="grant_read_stream")


def test_capacity_follows_the_load_of_the_table_and_of_each_index_and_terraform_lets_it() -> None:
    made = table(
        indexes={"by_category": ("category", None)},
        capacity=Capacity(read=5, write=6, max_read=50, max_write=60),
        protect=True,
    )

    resource = made.only("aws_dynamodb_table")
    assert (resource["billing_mode"], resource["read_capacity"], resource["write_capacity"]) == (
        "PROVISIONED",
        5,
        6,
    )
    assert resource["lifecycle"] == {
        "prevent_destroy": True,
        "ignore_changes": ["read_capacity", "write_capacity", "global_secondary_index"],
    }
    limits = {
        (target["resource_id"].partition("/index/")[2], target["scalable_dimension"].split(":")[2]): (
            target["min_capacity"],
            target["max_capacity"],
        )
        for target in made.all("aws_appautoscaling_target").values()
    }
    assert limits == {
        ("", "ReadCapacityUnits"): (5, 50),
        ("", "WriteCapacityUnits"): (6, 60),
        ("by_category", "ReadCapacityUnits"): (5, 50),
        ("by_category", "WriteCapacityUnits"): (6, 60),
    }
    assert len(made.all("aws_appautoscaling_policy")) == 4


def test_limits_that_cross_are_refused() -> None:
    with pytest.raises(
        ValueError, match=r"5 to 4 units: the first must be 1 or more and at most the second."
    ):
        Capacity(read=5, write=1, max_read=4, max_write=1)
