from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_IAM_8"


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("aws_iam_user", {"name": "robot"}),
        ("aws_iam_access_key", {"user": "robot"}),
        ("aws_iam_user_login_profile", {"user": "ann"}),
    ],
)
def test_a_user_and_whatever_it_signs_in_with_fail(
    failures: Failures, kind: str, arguments: dict[str, Any]
) -> None:
    assert failures(POLICY, resource={kind: {"one": arguments}}) == [f"dev-example: {kind}.one"]


def test_a_role_passes(failures: Failures) -> None:
    assert failures(POLICY, resource={"aws_iam_role": {"one": {"name": "robot"}}}) == []
