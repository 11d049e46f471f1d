"""Runs one policy of ours on a few resources, through checkov, as `yard check` does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from yard.policy.run import without_nulls

Failures = Callable[..., list[str]]


@pytest.fixture
def failures(tmp_path: Path) -> Failures:
    """`failures("YARD_NET_1", resource={…}, provider={…})` gives the addresses that the policy refuses."""
    from yard.policy import run

    def find(policy: str, **document: Any) -> list[str]:
        json.dumps(document)  # a stack is JSON
        stack: Any = SimpleNamespace(name="dev-example", json=without_nulls(document))
        return [f.resource for f in run._findings(stack, run._run_checkov(stack)) if f.policy == policy]

    return find
