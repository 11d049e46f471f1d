from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_EDGE_1"
WITH = {"target_origin_id": "site", "response_headers_policy_id": "p"}
WITHOUT = {"target_origin_id": "site"}
HEADERS: dict[str, Any] = {
    "strict_transport_security": {"access_control_max_age_sec": 31536000, "override": True},
    "content_type_options": {"override": True},
    "frame_options": {"frame_option": "DENY", "override": True},
}


@pytest.mark.parametrize(
    ("default", "ordered", "passes"),
    [(WITH, [WITH], True), (WITH, [], True), (WITHOUT, [WITH], False), (WITH, [WITH, WITHOUT], False)],
)
def test_every_behaviour_has_a_policy(
    failures: Failures, default: dict[str, Any], ordered: list[dict[str, Any]], passes: bool
) -> None:
    site = {"default_cache_behavior": default, "ordered_cache_behavior": ordered}

    assert (failures(POLICY, resource={"aws_cloudfront_distribution": {"site": site}}) == []) is passes


@pytest.mark.parametrize("missing", [None, *HEADERS])
def test_a_policy_has_all_three_headers(failures: Failures, missing: str | None) -> None:
    kept = {name: body for name, body in HEADERS.items() if name != missing}

    found = failures(
        POLICY, resource={"aws_cloudfront_response_headers_policy": {"p": {"security_headers_config": kept}}}
    )

    assert (found == []) is (missing is None)
