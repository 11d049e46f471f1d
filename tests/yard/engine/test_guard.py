from __future__ import annotations

from pathlib import Path

import pytest

from tests.yard.engine.tiny import engine, stack, state_of
from yard.config import YardError
from yard.engine import LossRefusedError, StackPlan, guard, losses, refuse_losses
from yard.engine.changes import ResourceChange
from yard.engine.guard import STATEFUL

REPLACED = ResourceChange("aws_dynamodb_table.products", "aws_dynamodb_table", ("delete", "create"))
DESTROYED = ResourceChange("aws_s3_bucket.images", "aws_s3_bucket", ("delete",))
HARMLESS = [
    ResourceChange("aws_dynamodb_table.new", "aws_dynamodb_table", ("create",)),
    ResourceChange("aws_dynamodb_table.changed", "aws_dynamodb_table", ("update",)),
    ResourceChange("aws_ecs_task_definition.task", "aws_ecs_task_definition", ("delete", "create")),
]


def plan(*changes: ResourceChange, name: str = "dev-catalog") -> StackPlan:
    return StackPlan(name, changes, 0.1)


def test_a_plan_that_replaces_or_destroys_what_holds_data_is_refused() -> None:
    with pytest.raises(LossRefusedError) as caught:
        refuse_losses([plan(*HARMLESS, REPLACED), plan(DESTROYED, name="dev-media")])

    assert str(caught.value) == (
        "Nothing was applied there: the plan takes data with it. dev-catalog: aws_dynamodb_table.products (replace);"
        " dev-media: aws_s3_bucket.images (destroy). Change the files so that each stays (a construct that moved:"
        " move_to), or, after a backup, name each: --allow-replace 'dev-catalog:aws_dynamodb_table.products'"
        " --allow-replace 'dev-media:aws_s3_bucket.images'"
    )
    assert caught.value.exit_status == 1


def test_what_holds_no_data_may_be_replaced_and_what_is_new_or_changed_in_place_may_hold_some() -> None:
    assert losses(plan(*HARMLESS)) == []


@pytest.mark.parametrize(
    "name",
    [
        "aws_dynamodb_table.products",
        "dev-catalog:aws_dynamodb_table.products",
        "dev-catalog: aws_dynamodb_table.products",
    ],
)
def test_a_resource_that_is_named_may_be_replaced(name: str) -> None:
    assert losses(plan(REPLACED), [name]) == []


@pytest.mark.parametrize("name", ["aws_dynamodb_table", "dev-orders:aws_dynamodb_table.products", "*"])
def test_another_name_allows_nothing(name: str) -> None:
    assert losses(plan(REPLACED), [name]) == [REPLACED]


@pytest.mark.parametrize(
    "kind",
    [
        "aws_dynamodb_table",
        "aws_db_instance",
        "aws_rds_cluster",
        "aws_s3_bucket",
        "aws_kms_key",
        "aws_secretsmanager_secret",
        "aws_sqs_queue",
        "aws_elasticache_replication_group",
        "aws_cloudwatch_log_group",
        "aws_ecr_repository",
    ],
)
def test_everything_that_the_modules_make_and_that_holds_data_is_known(kind: str) -> None:
    assert kind in STATEFUL


def test_apply_asks_before_it_changes_a_stack_that_exists(tmp_path: Path) -> None:
    engine(tmp_path, stack("catalog")).apply()
    before = state_of(tmp_path, "catalog")

    def refuse(planned: StackPlan) -> None:
        assert [change.address for change in planned.resources] == ["terraform_data.thing"]
        raise LossRefusedError([("catalog", planned.resources[0])])

    with pytest.raises(
        YardError, match=r"^Nothing was applied there: the plan takes data with it\. catalog: "
    ):
        engine(tmp_path, stack("catalog", value="two")).apply(inspect=refuse)

    assert state_of(tmp_path, "catalog") == before


def test_apply_goes_on_where_nothing_is_lost(tmp_path: Path) -> None:
    engine(tmp_path, stack("catalog")).apply()

    done = engine(tmp_path, stack("catalog", value="two")).apply(inspect=guard([]))

    assert done.total["change"] == 1


def test_what_is_inspected_is_what_was_shown(tmp_path: Path) -> None:
    engine(tmp_path, stack("catalog")).apply()
    again = engine(tmp_path, stack("catalog", value="two"))
    shown = again.plan().stacks["catalog"]
    seen: list[StackPlan] = []

    again.apply(inspect=seen.append)

    assert seen == [shown]
