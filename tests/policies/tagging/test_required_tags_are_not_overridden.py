from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_TAG_2"


def queue(tags: dict[str, Any]) -> dict[str, Any]:
    return {"aws_sqs_queue": {"orders": {"name": "orders", "tags": tags}}}


@pytest.mark.parametrize("tags", [{}, {"Name": "dev-orders"}, {"Tier": "private"}])
def test_other_tags_pass(failures: Failures, tags: dict[str, Any]) -> None:
    assert failures(POLICY, resource=queue(tags)) == []


@pytest.mark.parametrize("tag", ["Environment", "Service", "Team", "ManagedBy", "Repository", "environment"])
def test_a_required_tag_fails(failures: Failures, tag: str) -> None:
    assert failures(POLICY, resource=queue({tag: "x"})) == ["dev-example: aws_sqs_queue.orders"]
