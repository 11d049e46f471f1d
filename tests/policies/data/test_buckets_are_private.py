from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_DATA_3"
SWITCHES = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")


def bucket(switches: dict[str, bool] | None, ownership: str | None = "BucketOwnerEnforced") -> dict[str, Any]:
    named = {"bucket": "${aws_s3_bucket.images.id}"}
    resource: dict[str, Any] = {"aws_s3_bucket": {"images": {"bucket": "dev-images"}}}
    if switches is not None:
        resource["aws_s3_bucket_public_access_block"] = {"b": {**named, **switches}}
    if ownership:
        resource["aws_s3_bucket_ownership_controls"] = {
            "o": {**named, "rule": {"object_ownership": ownership}}
        }
    return resource


def test_all_four_switches_pass(failures: Failures) -> None:
    assert failures(POLICY, resource=bucket(dict.fromkeys(SWITCHES, True))) == []


@pytest.mark.parametrize("off", SWITCHES)
def test_each_switch_counts(failures: Failures, off: str) -> None:
    found = failures(POLICY, resource=bucket({**dict.fromkeys(SWITCHES, True), off: False}))

    assert found == ["dev-example: aws_s3_bucket.images"]


def test_no_block_fails(failures: Failures) -> None:
    assert failures(POLICY, resource=bucket(None)) != []


@pytest.mark.parametrize("ownership", ["ObjectWriter", "BucketOwnerPreferred", None])
def test_lists_of_access_fail(failures: Failures, ownership: str | None) -> None:
    assert failures(POLICY, resource=bucket(dict.fromkeys(SWITCHES, True), ownership)) != []
