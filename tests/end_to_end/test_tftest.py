"""Terratest's way, in Python: tftest applies one synthesised stack, looks at what came out, and destroys it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import tftest  # type: ignore[import-untyped]

from tests.end_to_end.conftest import REPOSITORY
from yard.config import Workspace
from yard.synth import synthesise

pytestmark = pytest.mark.end_to_end


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tftest.TerraformTest]:
    out = tmp_path_factory.mktemp("out")
    synthesise(Workspace.at(REPOSITORY), "dev", out)
    stack = tftest.TerraformTest(
        "stacks/dev-network",
        basedir=str(out),
        binary=str(REPOSITORY / "bin" / "terraform"),
        env={"YARD_OFFLINE": "1"},
    )
    stack.setup()
    yield stack
    stack.destroy(auto_approve=True)


def test_the_plan_of_a_stack_can_be_asked_for_what_will_be(network: tftest.TerraformTest) -> None:
    plan = network.plan(output=True)

    vpc = plan.resources["aws_vpc.vpc"]["values"]
    assert vpc["cidr_block"] == "10.20.0.0/16"
    assert vpc["tags_all"]["Environment"] == "dev"
    assert {change["change"]["actions"][0] for change in plan.resource_changes.values()} == {"create"}


def test_an_applied_stack_gives_its_outputs_and_needs_no_second_apply(network: tftest.TerraformTest) -> None:
    network.apply(auto_approve=True)

    assert network.output()["vpc_id"].startswith("vpc-")
    again = network.plan(output=True)
    assert {change["change"]["actions"][0] for change in again.resource_changes.values()} == {"no-op"}


def test_the_state_of_a_folder_outside_of_a_repository_stays_beside_it(network: tftest.TerraformTest) -> None:
    assert (Path(network.tfdir).parents[1] / ".yard" / "dev" / "state" / "dev-network.tfstate").exists()
