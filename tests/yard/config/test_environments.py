from __future__ import annotations

from ipaddress import IPv4Network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from modules.network.subnets import split_subnets
from yard.config import SIZES, Environment, InputError, Workspace, environment_names, load_environment
from yard.config.environment import smallest_prefix

DEV = "environments/dev.yaml"
REQUIRED = {
    "name": "dev",
    "account": "111111111111",
    "region": "eu-west-1",
    "zones": ["eu-west-1a", "eu-west-1b"],
}


def test_four_keys_are_enough() -> None:
    environment = Environment.model_validate(REQUIRED)

    assert environment.network.cidr == IPv4Network("10.0.0.0/16")
    assert environment.network.nat == "single"
    assert (environment.domain, environment.budget, environment.zone_id) == (None, None, None)
    assert (environment.protect, environment.size, environment.cloud) == (False, "small", "aws")
    assert environment.repository == "stackyard"
    assert environment.defaults is SIZES["small"]


def test_the_example_of_the_design_is_read(repository: Any) -> None:
    repository.write(
        DEV,
        """\
name: dev
account: "111111111111"
region: eu-west-1
zones: [eu-west-1a, eu-west-1b, eu-west-1c]
network: {cidr: 10.20.0.0/16, nat: single}        # none | single | per_zone
domain: dev.example.com
protect: false                                     # deletion protection, final snapshots, prevent_destroy
size: small                                        # small | medium | large: defaults for instances and counts
budget: {monthly_usd: 300, email: platform@example.com}
""",
    )

    environment = load_environment(repository.workspace, "dev")

    assert environment.zones == ("eu-west-1a", "eu-west-1b", "eu-west-1c")
    assert environment.budget is not None
    assert environment.budget.monthly_usd == 300
    assert (environment.source, environment.line_of("network.nat"), environment.line_of("zones[2]")) == (
        DEV,
        5,
        4,
    )


def test_an_environment_never_changes() -> None:
    environment = Environment.model_validate(REQUIRED)

    with pytest.raises(ValidationError):
        environment.size = "large"  # type: ignore[misc]


@given(zones=st.integers(2, 6), data=st.data())
def test_an_accepted_range_has_room_for_its_subnets(zones: int, data: st.DataObject) -> None:
    prefix = data.draw(st.integers(16, smallest_prefix(zones)))

    tiers = split_subnets(IPv4Network(f"10.0.0.0/{prefix}"), zones=zones)

    # Source: "Application Load Balancers, Subnets for your load balancer": /27 or larger.
    assert all(subnet.prefixlen <= 27 for subnet in tiers["public"])


@pytest.mark.parametrize(("zones", "least"), [(2, 23), (3, 23), (4, 23), (5, 22), (6, 22)])
def test_more_zones_need_a_larger_range(zones: int, least: int) -> None:
    names = [f"eu-west-1{letter}" for letter in "abcdef"[:zones]]

    Environment.model_validate(REQUIRED | {"zones": names, "network": {"cidr": f"10.0.0.0/{least}"}})
    with pytest.raises(ValidationError, match=f"no room for three subnets in each of {zones} zones"):
        Environment.model_validate(REQUIRED | {"zones": names, "network": {"cidr": f"10.0.0.0/{least + 1}"}})


@given(st.integers(0, 2**32 - 1), st.integers(0, 32))
def test_only_private_ranges_of_a_size_that_aws_takes_are_accepted(address: int, prefix: int) -> None:
    network = IPv4Network((address, prefix), strict=False)
    private = any(
        network.subnet_of(IPv4Network(r)) for r in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
    )

    try:
        Environment.model_validate(REQUIRED | {"network": {"cidr": str(network)}})
        accepted = True
    except ValidationError:
        accepted = False

    assert accepted == (private and 16 <= prefix <= 23)


def test_a_missing_environment_lists_what_there_is(repository: Any) -> None:
    assert repository.problems(environment="dve") == [
        "environments/dve.yaml: there is no environment dve. Did you mean dev?"
    ]
    assert repository.problems(environment="sandbox") == [
        "environments/sandbox.yaml: there is no environment sandbox. There are: dev, prod."
    ]
    assert repository.problems(environment="../dev") == [
        "environments/../dev.yaml: there is no environment ../dev. Did you mean dev?"
    ]


def test_a_file_that_ends_in_yml_is_named(repository: Any) -> None:
    assert repository.problems({"environments/qa.yml": ""}, environment="qa") == [
        "environments/qa.yml: files of environments end in .yaml. Rename it to qa.yaml."
    ]


def test_a_missing_folder_is_named(repository: Any) -> None:
    (repository.root / "bare").mkdir()
    repository.write("bare/cdktf.json", "{}")

    with pytest.raises(InputError) as error:
        environment_names(Workspace.at(repository.root / "bare"))

    assert (
        str(error.value) == "environments: there is no such folder. Make it and add a file such as dev.yaml."
    )


def test_environments_are_the_yaml_files_of_their_folder(repository: Any) -> None:
    repository.write("environments/releases/dev.yaml", "")
    repository.write("environments/.hidden.yaml", "")
    repository.write("environments/environment.schema.json", "{}")

    assert environment_names(repository.workspace) == ["dev", "prod"]


def test_a_mistake_in_another_environment_does_not_stop_this_one(repository: Any) -> None:
    assert repository.problems({"environments/prod.yaml": "name: ["}) == []


def test_two_environments_with_the_default_range_are_told_where_to_put_another(repository: Any) -> None:
    other = 'name: test\naccount: "222222222222"\nregion: us-east-1\nzones: [us-east-1a, us-east-1b]\n'

    problems = repository.problems({"environments/test.yaml": other})

    assert problems == [
        f"{DEV}:1 network.cidr: 10.0.0.0/16 overlaps 10.0.0.0/16 of test (environments/test.yaml:1), so that the two"
        " networks could not be connected. Use a range of its own, for example 10.1.0.0/16."
    ]


@pytest.mark.parametrize("name", ["cache", "tools"])
def test_an_environment_has_no_name_that_yard_uses_below_its_own_folder(repository: Any, name: str) -> None:
    repository.write(
        f"environments/{name}.yaml",
        f'name: {name}\naccount: "111111111111"\nregion: eu-west-1\nzones: [eu-west-1a, eu-west-1b]\n',
    )

    with pytest.raises(InputError) as caught:
        load_environment(repository.workspace, name)

    assert str(caught.value) == (
        f"environments/{name}.yaml:1 name: {name} is a folder of yard's own below .yard. Use another name."
    )
