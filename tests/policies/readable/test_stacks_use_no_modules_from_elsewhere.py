from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_READ_2"
BUCKET: dict[str, Any] = {"aws_s3_bucket": {"x": {"bucket": "x"}}}


def test_a_stack_without_modules_passes(failures: Failures) -> None:
    assert failures(POLICY, resource=BUCKET) == []


@pytest.mark.parametrize(
    "source", ["terraform-aws-modules/s3-bucket/aws", "./modules/bucket", "git::https://x/y.git"]
)
def test_a_module_fails_wherever_it_is_from(failures: Failures, source: str) -> None:
    assert failures(POLICY, resource=BUCKET, module={"bucket": {"source": source}}) == [
        "dev-example: module.bucket"
    ]
