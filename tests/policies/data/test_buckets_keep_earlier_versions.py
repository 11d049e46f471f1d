from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_DATA_2"


def bucket(status: str | None, of: str = "${aws_s3_bucket.images.id}") -> dict[str, Any]:
    resource: dict[str, Any] = {"aws_s3_bucket": {"images": {"bucket": "dev-images"}}}
    if status:
        resource["aws_s3_bucket_versioning"] = {
            "v": {"bucket": of, "versioning_configuration": {"status": status}}
        }
    return resource


@pytest.mark.parametrize("of", ["${aws_s3_bucket.images.id}", "${aws_s3_bucket.images.bucket}", "dev-images"])
def test_versions_pass(failures: Failures, of: str) -> None:
    assert failures(POLICY, resource=bucket("Enabled", of)) == []


@pytest.mark.parametrize("status", ["Suspended", "Disabled", None])
def test_no_versions_fail(failures: Failures, status: str | None) -> None:
    assert failures(POLICY, resource=bucket(status)) == ["dev-example: aws_s3_bucket.images"]


def test_the_versions_of_another_bucket_do_not_count(failures: Failures) -> None:
    assert failures(POLICY, resource=bucket("Enabled", "${aws_s3_bucket.images-2.id}")) != []
