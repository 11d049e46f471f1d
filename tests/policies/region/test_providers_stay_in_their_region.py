from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_REGION_2"
HOME: dict[str, Any] = {"region": "eu-west-1", "allowed_account_ids": ["111111111111"]}


def test_one_account_and_region_pass(failures: Failures) -> None:
    assert failures(POLICY, provider={"aws": [HOME]}) == []


def test_a_second_provider_for_us_east_1_passes(failures: Failures) -> None:
    assert (
        failures(POLICY, provider={"aws": [HOME, {**HOME, "alias": "global", "region": "us-east-1"}]}) == []
    )


@pytest.mark.parametrize(
    "provider",
    [
        {"region": "eu-west-1"},
        {"allowed_account_ids": ["111111111111"]},
        {**HOME, "allowed_account_ids": ["111111111111", "222222222222"]},
        {**HOME, "alias": "west", "region": "us-west-2"},
    ],
)
def test_anything_looser_fails(failures: Failures, provider: dict[str, Any]) -> None:
    assert failures(POLICY, provider={"aws": [provider]}) != []
