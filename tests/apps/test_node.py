"""The tests of what is written in JavaScript, one test here per file there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = sorted(path.parent for path in ROOT.glob("apps/*/package.json"))
TESTS = sorted(
    path
    for package in PACKAGES
    for path in package.glob("**/*.test.js")
    if "node_modules" not in path.relative_to(package).parts
)


def needs(package: Path) -> dict[str, str]:
    """What the package says it runs with."""
    found = json.loads((package / "package.json").read_text()).get("dependencies", {})
    return dict(found)


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(ROOT / "apps")))
def test_node_tests_pass(path: Path) -> None:
    package = next(package for package in PACKAGES if path.is_relative_to(package))
    node = shutil.which("node")
    assert node, "there is no node on PATH; install Node.js 20 or later"
    missing = [name for name in needs(package) if not (package / "node_modules" / name).is_dir()]
    if missing and not os.environ.get("CI"):
        folder = package.relative_to(ROOT)
        pytest.skip(f"{folder}/node_modules is missing: `make {folder}/node_modules/.installed` makes it")

    done = subprocess.run(
        [node, "--test", "--test-reporter=spec", str(path.relative_to(package))],
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
        # Node.js marks the children of its test runner with a variable; nothing else of ours concerns them.
        env={name: value for name, value in os.environ.items() if name != "NODE_TEST_CONTEXT"},
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_every_dependency_is_one_exact_version(package: Path) -> None:
    versions = needs(package)

    assert [name for name, version in versions.items() if not version[0].isdigit()] == []
    assert not versions or (package / "package-lock.json").exists()
