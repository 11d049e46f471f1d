"""The second way in: the stock npm command line of cdktf, over bin/terraform, with neither Terraform nor AWS."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.conftest import REPOSITORY, Clone

# Some ten runs of Node and of Terraform: a minute and a half, several on a busy machine.
pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def cdktf() -> Path:
    """cdktf-cli as package-lock.json pins it; installed here if `make test` has not done so."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not on PATH: the stock cdktf command line runs on Node 20.")
    found = REPOSITORY / "node_modules" / ".bin" / "cdktf"
    if not found.exists():
        subprocess.run(
            ["npm", "ci", "--silent", "--no-audit", "--no-fund"],  # noqa: S607 - found on PATH just now
            cwd=REPOSITORY,
            check=True,
            timeout=240,
        )
    return found


@pytest.fixture(scope="module")
def at_home(clone: Clone) -> Clone:
    """The clone with the Python environment that cdktf.json and bin/terraform look for."""
    (clone.root / ".venv").symlink_to(sys.prefix)
    return clone


def run(cdktf: Path, clone: Clone, *arguments: str) -> str:
    """What the command prints; a failure shows it all."""
    done = subprocess.run(
        [cdktf, *arguments],
        cwd=clone.root,
        env={
            **clone.environment,
            "HOME": str(clone.root),  # it keeps a plugin cache and an id there
            "CI": "1",
            "CHECKPOINT_DISABLE": "1",
            "YARD_OFFLINE": "1",
            "YARD_ENVIRONMENT": "dev",
            "TERRAFORM_BINARY_NAME": str(clone.root / "bin" / "terraform"),
        },
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, f"cdktf {' '.join(arguments)}\n{done.stdout}{done.stderr}"
    return done.stdout


def planned(clone: Clone) -> dict[str, int]:
    """What yard would do to all stacks of dev."""
    total: dict[str, int] = json.loads(clone.yard("plan", "dev", "--offline", "--json").stdout)["total"]
    return total


def test_cdktf_synthesises_plans_applies_and_destroys_offline(cdktf: Path, at_home: Clone) -> None:
    once = ("--skip-synth", "--skip-provider-lock", "--no-color")
    stacks = sorted(row["stack"] for row in json.loads(at_home.yard("list", "dev", "--json").stdout))

    synthesised = run(cdktf, at_home, "synth")
    told = " ".join(synthesised.split())  # it wraps its lines
    assert f"Generated Terraform code for the stacks: {', '.join(stacks)}" in told

    # `providers lock` asks the registry; that is why the option is needed.
    assert "to add, 0 to change, 0 to destroy." in run(cdktf, at_home, "plan", "dev-network", *once)

    # What was done is told by the states: on a busy machine cdktf leaves the end of a stack's output out.
    everything = planned(at_home)["add"]
    assert everything > len(stacks)
    run(cdktf, at_home, "apply", "*", "--auto-approve", *once)
    outputs = json.loads(at_home.yard("outputs", "dev", "--offline", "--json").stdout)
    assert outputs["dev-catalog"]["table_products"] == "dev-catalog-products"

    # yard plans from the same state and finds the same configuration applied.
    assert planned(at_home) == {"add": 0, "change": 0, "replace": 0, "destroy": 0}

    run(cdktf, at_home, "destroy", "*", "--auto-approve", *once)
    assert planned(at_home) == {"add": everything, "change": 0, "replace": 0, "destroy": 0}
    assert not list(at_home.root.glob("cdktf.out/stacks/*/*override*"))
