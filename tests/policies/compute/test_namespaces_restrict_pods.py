from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_POD_1"


@pytest.mark.parametrize(
    ("labels", "passes"),
    [
        ({"pod-security.kubernetes.io/enforce": "restricted"}, True),
        ({"pod-security.kubernetes.io/enforce": "baseline"}, False),
        ({"pod-security.kubernetes.io/warn": "restricted"}, False),
        (None, False),
    ],
)
def test_a_namespace_enforces_the_restricted_standard(
    failures: Failures, labels: dict[str, str] | None, passes: bool
) -> None:
    namespace: dict[str, Any] = {"metadata": {"name": "shop", "labels": labels}}

    assert (failures(POLICY, resource={"kubernetes_namespace_v1": {"shop": namespace}}) == []) is passes
