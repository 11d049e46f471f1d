"""Importing less of checkov changes how long it takes, and nothing that it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.policies.false_passes.stack import stack

ROOT = Path(__file__).parents[3]
VERDICTS = """
import json, sys
from yard.policy.judge import judge
verdicts = judge("dev-x", json.load(sys.stdin))
print(json.dumps([verdicts.passed, [[one.policy, one.address] for one in verdicts.failed]]))
"""
EVERY_CHECK = """
import json
from checkov.terraform.base_runner import BaseTerraformRunner
registry = BaseTerraformRunner.block_type_registries["resource"]
print(json.dumps([
    [entity, type(check).__module__]
    for entity, check in registry.all_checks()
    if entity.startswith(("aws", "kubernetes")) or not entity.isidentifier()
]))
"""
ALL_VERDICTS = """
import json, sys
from yard.policy.judge import judge
found = {}
for name, document in json.load(sys.stdin).items():
    verdicts = judge(name, document)
    found[name] = [verdicts.passed, [[one.policy, one.address] for one in verdicts.failed]]
print(json.dumps(found))
"""
# All of checkov, with all that it imports, and nothing remembered.
AS_IT_IS = """
import checkov.terraform.runner, checkov.terraform
import yard.policy.loading
yard.policy.loading.work_out_once = lambda: None
"""
FULL = "import checkov.terraform.runner, checkov.terraform\n"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The stacks of the largest and of the smallest environment."""
    from yard.config import Workspace
    from yard.synth import synthesise

    return {
        name: stack.json
        for environment in ("prod", "local")
        for name, stack in synthesise(
            Workspace.at(), environment, tmp_path_factory.mktemp(environment), with_state=True
        ).stacks.items()
    }


def said(program: str, document: Any = None) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(document),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return json.loads(done.stdout)


@pytest.mark.slow
def test_the_verdicts_are_those_of_all_of_checkov() -> None:
    assert said(VERDICTS, stack()) == said(FULL + VERDICTS, stack())


@pytest.mark.slow
def test_the_verdicts_on_whole_environments_are_those_of_checkov_as_it_is(
    documents: dict[str, dict[str, Any]],
) -> None:
    assert documents
    assert said(ALL_VERDICTS, documents) == said(AS_IT_IS + ALL_VERDICTS, documents)


@pytest.mark.slow
def test_every_check_of_a_type_is_imported_for_that_type() -> None:
    from yard.policy.loading import _types_by_check

    named = _types_by_check()
    left_out = [
        (entity, module)
        for entity, module in said(EVERY_CHECK)
        if named[module] and entity not in named[module]
    ]

    assert left_out == []


def test_what_checkov_would_reach_the_network_with_is_not_there_for_it_and_is_for_others() -> None:
    program = (
        "import json, sys\n"
        "from yard.policy.loading import load\n"
        "load()\n"
        "absent = [name for name in ('aiohttp', 'boto3', 'docker', 'git', 'requests') if name in sys.modules]\n"
        "import aiohttp\n"
        "print(json.dumps([absent, aiohttp.ClientSession.__name__, aiohttp.ClientSession.__mro__[1].__name__]))\n"
    )

    assert said(program) == [[], "ClientSession", "object"]
