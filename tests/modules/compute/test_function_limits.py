from __future__ import annotations

import re
from typing import Any

import pytest

from modules.compute.function_limits import check_limits

FITS: dict[str, Any] = {
    "name": "dev-receipts",
    "memory_mib": 512,
    "timeout_seconds": 30,
    "ephemeral_storage_mib": 512,
    "reserved_concurrency": 10,
}


# Source: "AWS Lambda Developer Guide, Lambda quotas".
@pytest.mark.parametrize(
    "extreme",
    [
        {"name": "n" * 64},
        {"memory_mib": 128},
        {"memory_mib": 10_240},
        {"timeout_seconds": 1},
        {"timeout_seconds": 900},
        {"ephemeral_storage_mib": 512},
        {"ephemeral_storage_mib": 10_240},
        {"reserved_concurrency": 0},
    ],
)
def test_what_lambda_just_takes_is_taken(extreme: dict[str, Any]) -> None:
    check_limits(**FITS | extreme)


@pytest.mark.parametrize(
    ("beyond", "told"),
    [
        ({"name": "n" * 65}, "at most 64 characters, this one 65"),
        ({"memory_mib": 127}, "memory_mib: 127 is not within Lambda's limits. Use 128 to 10240."),
        ({"memory_mib": 10_241}, "memory_mib: 10241"),
        ({"timeout_seconds": 0}, "timeout_seconds: 0"),
        ({"timeout_seconds": 901}, "timeout_seconds: 901 is not within Lambda's limits. Use 1 to 900."),
        ({"ephemeral_storage_mib": 511}, "ephemeral_storage_mib: 511"),
        ({"ephemeral_storage_mib": 10_241}, "ephemeral_storage_mib: 10241"),
        ({"reserved_concurrency": -1}, "reserved_concurrency: -1. Use 0 or more."),
    ],
)
def test_what_lambda_would_refuse_is_refused_with_what_to_use(beyond: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        check_limits(**FITS | beyond)
