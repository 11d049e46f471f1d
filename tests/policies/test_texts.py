"""Every policy says what a person needs, and has a test of its own."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path

import pytest

import policies
from policies.policy import Policy

ROOT = Path(__file__).parents[2]
AREAS = sorted(path.name for path in (ROOT / "policies").iterdir() if (path / "__init__.py").exists())
FILES = sorted(
    path for area in AREAS for path in (ROOT / "policies" / area).glob("*.py") if path.name != "__init__.py"
)
SOURCES = (
    "AWS Well-Architected Framework",
    "CIS AWS Foundations Benchmark",
    "AWS Foundational Security Best Practices",
    "User Guide",
    "AWS Prescriptive Guidance",
    "AWS Lambda Developer Guide",
    "Amazon EKS Best Practices Guide",
)


@cache
def policy_in(path: Path) -> Policy:
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found = module.check
    assert isinstance(found, Policy)
    return found


def own_policies() -> list[Policy]:
    return [policy_in(path) for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_policy_tells_id_title_severity_why_fix_and_page(path: Path) -> None:
    policy = policy_in(path)

    assert re.fullmatch(r"YARD_[A-Z]+_[1-9]\d*", policy.id)
    assert policy.severity_level in ("low", "medium", "high", "critical")
    assert not str(getattr(policy, "name", ".")).endswith(".")  # checkov's BaseCheck has it
    assert policy.why.endswith(".")
    assert policy.fix.endswith(".")
    assert any(source in policy.page for source in SOURCES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_policy_shows_why_a_bad_example_and_the_good_one(path: Path) -> None:
    text = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)).__doc__ or ""

    first = text.splitlines()[0]
    assert first.endswith(".")
    for part in ("\nWhy: ", "\nBad:  ", "\nGood: "):
        assert part in text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_policy_has_a_test_at_the_same_path(path: Path) -> None:
    tested = ROOT / "tests" / path.relative_to(ROOT).parent / f"test_{path.name}"

    assert policy_in(path).id in tested.read_text("utf-8")


def test_no_two_policies_have_one_id() -> None:
    ids = [policy.id for policy in own_policies()]

    assert sorted(ids) == sorted(set(ids))


def test_every_module_with_a_policy_is_in_an_area() -> None:
    top = {module.name for module in pkgutil.iter_modules(policies.__path__) if not module.ispkg}

    assert top == {"documents", "pods", "policy", "ranges", "resource_policy", "rights", "stack"}
