from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_EKS_2"
PROTECTED = {"aws_lb": {"sign": {"enable_deletion_protection": True}}}


@pytest.mark.parametrize(
    ("types", "open_passes", "protected_passes"),
    [
        (["api", "audit", "authenticator"], True, True),
        (["audit"], True, False),
        (["api"], False, False),
        (None, False, False),
    ],
)
def test_the_audit_log_is_on(
    failures: Failures, types: list[str] | None, open_passes: bool, protected_passes: bool
) -> None:
    cluster: dict[str, Any] = {
        "aws_eks_cluster": {"dev": {"name": "dev", "enabled_cluster_log_types": types}}
    }

    assert (failures(POLICY, resource=cluster) == []) is open_passes
    assert (failures(POLICY, resource={**PROTECTED, **cluster}) == []) is protected_passes
