from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_STATE_1"
PROVIDER = {"aws": [{"region": "eu-west-1"}]}
GOOD: dict[str, Any] = {
    "bucket": "state",
    "key": "dev/dev-catalog.tfstate",
    "encrypt": True,
    "kms_key_id": "arn:aws:kms:eu-west-1:111111111111:alias/stackyard-state",
    "use_lockfile": True,
    "allowed_account_ids": ["111111111111"],
}


def test_an_encrypted_locked_state_passes(failures: Failures) -> None:
    assert failures(POLICY, provider=PROVIDER, terraform={"backend": {"s3": GOOD}}) == []


@pytest.mark.parametrize("key", ["encrypt", "kms_key_id", "use_lockfile", "allowed_account_ids"])
def test_each_setting_counts(failures: Failures, key: str) -> None:
    backend = {name: value for name, value in GOOD.items() if name != key}

    assert failures(POLICY, provider=PROVIDER, terraform={"backend": {"s3": backend}}) != []


def test_the_stack_that_makes_the_bucket_is_not_judged(failures: Failures) -> None:
    bucket = {"aws_s3_bucket": {"states": {"bucket": "111111111111-eu-west-1-stackyard-state"}}}
    local = {"backend": {"local": {"path": "s"}}}

    assert failures(POLICY, provider=PROVIDER, terraform=local, resource=bucket) == []


@pytest.mark.parametrize("backend", [{"local": {"path": "s"}}, {"http": {"address": "https://x"}}])
def test_any_other_backend_fails(failures: Failures, backend: dict[str, Any]) -> None:
    assert failures(POLICY, provider=PROVIDER, terraform={"backend": backend}) != []
