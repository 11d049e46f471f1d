from __future__ import annotations

from itertools import product

from pydantic import ValidationError

from modules.network.subnets import split_subnets
from tests.modules.synthesised import Resources
from tests.stacks.environments import build, environment, service
from yard.config import Service


def network(nat: str = "single", size: str = "small") -> Resources:
    return build(environment(network={"cidr": "10.20.0.0/16", "nat": nat}, size=size), service())[
        "dev-network"
    ]


def test_the_vpc_has_the_environments_range_and_zones() -> None:
    made = network()

    zones = {subnet["availability_zone"] for subnet in made.all("aws_subnet").values()}
    assert made.only("aws_vpc")["cidr_block"] == "10.20.0.0/16"
    assert zones == {"eu-west-1a", "eu-west-1b"}


def apis(*services: Service) -> set[str]:
    """What has an address in a VPC without NAT."""
    where = environment(
        network={"cidr": "10.20.0.0/16", "nat": "none"}, github={"repository": "example/shop-infrastructure"}
    )
    made = build(where, *services)["dev-network"]
    return {one["service_name"].rpartition("eu-west-1.")[2] for one in made.all("aws_vpc_endpoint").values()}


def test_without_nat_tasks_reach_aws_through_endpoints() -> None:
    assert apis(service()) == {
        *("s3", "dynamodb"),
        *("ecr.api", "ecr.dkr", "events", "logs", "secretsmanager", "sqs"),
    }


def test_without_nat_nodes_join_their_cluster_and_pods_take_on_roles_through_endpoints() -> None:
    on_eks = service(name="search", routes=["/api/search"], runtime="eks", scale={"min": 2}, data={})

    assert apis(on_eks) - apis(service()) == {"ec2", "eks", "eks-auth", "sts"}


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
