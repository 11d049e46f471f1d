"""Two environments in one account, or in accounts of their own: nothing of one is named like the other's."""

from __future__ import annotations

import re
from typing import Any

from stacks.runtimes import RUNTIMES
from tests.modules.synthesised import Resources
from tests.stacks.environments import build
from tests.stacks.longest import environment, manifest
from tests.stacks.test_limits import NAMES
from yard.config import Service

# What names a resource beside the arguments in the table of limits.
ALSO = {
    "aws_appautoscaling_target": ("resource_id",),
    "aws_ce_cost_allocation_tag": (),
    "aws_kms_alias": ("name",),
    "aws_route53_record": ("name",),
}


def made(**changes: Any) -> dict[str, Resources]:
    services = [Service.model_validate(manifest(runtime)) for runtime in sorted(RUNTIMES)]
    return build(environment(**changes), *services)


def named(stacks: dict[str, Resources]) -> set[tuple[str, str]]:
    """Type and name of everything that AWS wants to be the only one of its name in the account."""
    inside_another = {"aws_backup_selection", "aws_cloudwatch_event_target", "aws_service_discovery_service"}
    return {
        (kind, value)
        for resources in stacks.values()
        for kind, bodies in resources.document.get("resource", {}).items()
        if kind not in inside_another
        for body in bodies.values()
        for argument in (*NAMES.get(kind, {}), *ALSO.get(kind, ()))
        if argument not in ("description", "alarm_description", "display_name", "db_name")
        if isinstance(value := body.get(argument), str) and "${" not in value
    }


def test_two_environments_of_one_account_share_no_name() -> None:
    one, two = named(made(name="blue")), named(made(name="green", domain="green.example.com"))

    assert one
    assert one & two == set()


def test_names_that_begin_alike_stay_apart() -> None:
    one, two = named(made(name="dev")), named(made(name="dev2", domain="dev2.example.com"))

    assert one & two == set()


def test_an_environment_in_another_account_and_region_says_so_everywhere() -> None:
    there = made(
        account="222222222222",
        region="us-west-2",
        zones=["us-west-2a", "us-west-2b"],
        network={"cidr": "10.1.0.0/16"},
    )

    for name, resources in there.items():
        text = str(resources.document)
        assert "999999999999" not in text, name
        assert "ap-southeast-2" not in text, name
        found = set(re.findall(r"\b(?:ap|ca|eu|sa|us)-(?:[a-z]+)-[0-9]\b", text))
        assert found <= {"us-west-2", "us-east-1"}, name
