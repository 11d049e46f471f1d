from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_EKS_1"
PROTECTED = {"aws_lb": {"sign": {"enable_deletion_protection": True}}}
PRIVATE = {"endpoint_public_access": False, "endpoint_private_access": True}
NAMED = {
    "endpoint_public_access": True,
    "endpoint_private_access": True,
    "public_access_cidrs": ["203.0.113.0/24"],
}


def cluster(config: dict[str, Any]) -> dict[str, Any]:
    return {"aws_eks_cluster": {"dev": {"name": "dev", "vpc_config": config}}}


@pytest.mark.parametrize(
    ("config", "open_passes", "protected_passes"),
    [
        (PRIVATE, True, True),
        (NAMED, True, False),
        ({**NAMED, "public_access_cidrs": ["0.0.0.0/0"]}, False, False),
        ({**NAMED, "public_access_cidrs": None}, False, False),
        ({**NAMED, "endpoint_private_access": False}, False, False),
        ({**PRIVATE, "endpoint_private_access": False}, False, False),
        ({"endpoint_private_access": True}, False, False),
    ],
)
def test_the_api_is_private_or_open_to_named_ranges(
    failures: Failures, config: dict[str, Any], open_passes: bool, protected_passes: bool
) -> None:
    assert (failures(POLICY, resource=cluster(config)) == []) is open_passes
    assert (failures(POLICY, resource={**PROTECTED, **cluster(config)}) == []) is protected_passes
