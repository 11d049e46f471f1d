"""Runs one policy on a few resources, as `yard check` does."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]


@pytest.fixture
def failures() -> Failures:
    """`failures("YARD_NET_1", resource={…}, provider={…})` gives the addresses that the policy refuses."""
    from yard.policy.judge import judge

    def find(policy: str, **document: Any) -> list[str]:
        stack = json.loads(json.dumps(document))  # a stack is JSON
        found = judge("dev-example", stack).failed
        return [f"dev-example: {verdict.address}" for verdict in found if verdict.policy == policy]

    return find
