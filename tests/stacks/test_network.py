from __future__ import annotations

from itertools import product

from pydantic import ValidationError

from modules.network.subnets import split_subnets
from tests.modules.synthesised import Resources
from tests.stacks.environments import build, environment, service


def network(nat: str = "single", size: str = "small") -> Resources:
    return build(environment(network={"cidr": "10.20.0.0/16", "nat": nat}, size=size), service())[
        "dev-network"
    ]


def test_the_vpc_has_the_environments_range_and_zones() -> None:
    made = network()

    zones = {subnet["availability_zone"] for subnet in made.all("aws_subnet").values()}
    assert made.only("aws_vpc")["cidr_block"] == "10.20.0.0/16"
    assert zones == {"eu-west-1a", "eu-west-1b"}


def test_without_nat_tasks_reach_aws_through_endpoints() -> None:
    kinds = [
        endpoint["vpc_endpoint_type"] for endpoint in network(nat="none").all("aws_vpc_endpoint").values()
    ]

    assert kinds.count("Gateway") == 2
    assert kinds.count("Interface") == 5


def test_with_nat_nobody_pays_for_interface_endpoints() -> None:
    kinds = {endpoint["vpc_endpoint_type"] for endpoint in network().all("aws_vpc_endpoint").values()}

    assert kinds == {"Gateway"}


def test_gateway_endpoints_serve_private_and_isolated_subnets() -> None:
    made = network()

    for endpoint in made.all("aws_vpc_endpoint").values():
        assert (
            len(endpoint["route_table_ids"]) == 3
        )  # one a zone for private subnets, one for all isolated ones


def test_flow_logs_stay_as_long_as_the_environments_size_says() -> None:
    assert network(size="small").only("aws_cloudwatch_log_group")["retention_in_days"] == 14
    assert network(size="large").only("aws_cloudwatch_log_group")["retention_in_days"] == 365


def test_every_range_that_an_environment_may_have_holds_its_subnets() -> None:
    held = 0
    for zones, prefix in product(range(2, 7), range(16, 29)):
        names = tuple(f"us-east-1{letter}" for letter in "abcdef"[:zones])
        try:
            where = environment(region="us-east-1", zones=names, network={"cidr": f"10.0.0.0/{prefix}"})
        except ValidationError:
            continue

        assert split_subnets(where.network.cidr, zones=zones)
        held += 1
    assert held > 30
