from __future__ import annotations

import pytest

from modules.compute.provisioned_concurrency import ProvisionedConcurrency
from tests.modules.functions import an_alias
from tests.modules.synthesised import Resources, synthesise


def provisioned(least: int = 2, most: int = 10) -> Resources:
    return synthesise(
        lambda stack: ProvisionedConcurrency(
            stack, "provisioned", alias=an_alias(stack), least=least, most=most
        )
    )


def test_the_alias_keeps_so_many_started() -> None:
    made = provisioned().only("aws_lambda_provisioned_concurrency_config")

    assert (made["qualifier"], made["provisioned_concurrent_executions"]) == ("live", 2)


def test_scaling_changes_the_number_and_terraform_leaves_it() -> None:
    made = provisioned()

    config = made.only("aws_lambda_provisioned_concurrency_config")
    assert config["lifecycle"] == {"ignore_changes": ["provisioned_concurrent_executions"]}
    target = made.only("aws_appautoscaling_target")
    assert target["resource_id"] == "function:dev-receipts:live"
    assert (target["min_capacity"], target["max_capacity"]) == (2, 10)


def test_more_than_the_function_may_use_is_refused() -> None:
    with pytest.raises(ValueError, match=r"least: 11\. Use 1 to 10"):
        provisioned(least=11)
