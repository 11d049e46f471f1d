"""Every type in the stacks is either handled, and in the folder's README, or in the documentation with a reason."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import moto
import pytest

import yard.offline.handlers
from yard.offline.handlers import HANDLERS
from yard.offline.handlers.spelling import snake

README = Path(yard.offline.handlers.__file__).with_name("README.md")
ROOT = Path(yard.offline.handlers.__file__).parents[3]
DOCUMENTATION = ROOT / "docs" / "offline-provider.md"
BINDINGS = "cdktf_cdktf_provider_aws."
MOTO = Path(moto.__file__).parent
ROW = re.compile(r"^\| `(aws_\w+)` \| (.+) \|$", re.M)


def types_in_the_stacks() -> set[str]:
    """Every resource type that a module or a stack can make, whatever the environments ask for today."""
    trees = (
        ast.parse(path.read_text("utf-8"))
        for folder in ("modules", "stacks")
        for path in (ROOT / folder).rglob("*.py")
    )
    modules = {
        node.module.removeprefix(BINDINGS)
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(BINDINGS)
    }
    return {f"aws_{name}" for name in modules - {"provider"}}


def reasons() -> dict[str, str]:
    """Resource type -> why it lives in the state alone."""
    _, section = DOCUMENTATION.read_text("utf-8").split("## What lives in the state alone")
    return dict(ROW.findall(section.split("\n## ")[0]))


def lacking() -> dict[str, str]:
    """Resource type -> the operation that moto does not have."""
    found = {kind: re.search(r"has no (\w+)", reason) for kind, reason in reasons().items()}
    return {kind: match[1] for kind, match in found.items() if match}


def test_the_readme_lists_every_handled_type_and_no_other() -> None:
    _, listed = README.read_text("utf-8").split("## Types")

    assert sorted(re.findall(r"`(aws_\w+)`", listed)) == sorted(HANDLERS)


def test_every_type_in_the_stacks_without_a_handler_is_documented_with_the_reason() -> None:
    used = types_in_the_stacks()

    assert sorted(reasons()) == sorted(used - set(HANDLERS))
    counted = f"{len(used & set(HANDLERS))} of the {len(used)} types of AWS in `modules/` and `stacks/`"
    assert counted in DOCUMENTATION.read_text("utf-8")


@pytest.mark.parametrize(("kind", "operation"), lacking().items())
def test_moto_still_lacks_the_operation_that_keeps_a_type_in_the_state_alone(
    kind: str, operation: str
) -> None:
    service = kind.split("_")[1]
    folder = MOTO / {"lambda": "awslambda"}.get(service, service)
    answers = "".join(path.read_text("utf-8") for path in folder.rglob("responses*.py"))

    assert answers
    assert f"def {snake(operation)}(" not in answers, f"moto has {operation} now: give {kind} a handler"
