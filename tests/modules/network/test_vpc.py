from __future__ import annotations

from ipaddress import IPv4Network

import pytest
from cdktf import TerraformStack

from modules.network.vpc import Nat, Vpc
from tests.modules.synthesised import Resources, synthesise

ZONES = ("eu-west-1a", "eu-west-1b", "eu-west-1c")


def vpc(nat: Nat = "single", zones: tuple[str, ...] = ZONES) -> Resources:
    def build(stack: TerraformStack) -> None:
        Vpc(stack, "vpc", name="dev", cidr=IPv4Network("10.20.0.0/16"), zones=zones, nat=nat)

    return synthesise(build)


def default_routes(resources: Resources) -> dict[str, str]:
    """Route table -> where it sends what is for the internet."""
    return {
        route["route_table_id"]: route.get("gateway_id") or route.get("nat_gateway_id", "")
        for route in resources.all("aws_route").values()
        if route["destination_cidr_block"] == "0.0.0.0/0"
    }


def tables_of(resources: Resources, tier: str) -> set[str]:
    """Route tables of a tier's subnets."""
    names = [name for name, subnet in resources.all("aws_subnet").items() if subnet["tags"]["Tier"] == tier]
    return {
        association["route_table_id"]
        for association in resources.all("aws_route_table_association").values()
        for name in names
        if association["subnet_id"] == f"${{aws_subnet.{name}.id}}"
    }


def test_every_zone_has_a_subnet_of_each_tier_and_each_has_a_route_table() -> None:
    resources = vpc()

    subnets = resources.all("aws_subnet").values()
    assert {(subnet["tags"]["Tier"], subnet["availability_zone"]) for subnet in subnets} == {
        (tier, zone) for tier in ("public", "private", "isolated") for zone in ZONES
    }
    assert len(resources.all("aws_route_table_association")) == len(subnets)


def test_no_subnet_gives_public_addresses_by_itself() -> None:
    assert all(not subnet["map_public_ip_on_launch"] for subnet in vpc().all("aws_subnet").values())


def test_only_public_subnets_face_the_internet() -> None:
    resources = vpc("per_zone")

    to_internet = {table for table, way in default_routes(resources).items() if "internet_gateway" in way}
    assert to_internet == tables_of(resources, "public")


def test_isolated_subnets_have_no_way_out() -> None:
    resources = vpc("per_zone")

    assert not tables_of(resources, "isolated") & set(default_routes(resources))


def test_with_nat_per_zone_losing_a_zone_costs_no_other_zone_the_internet() -> None:
    resources = vpc("per_zone")

    gateways = [way for way in default_routes(resources).values() if "nat_gateway" in way]
    assert len(resources.all("aws_nat_gateway")) == len(resources.all("aws_eip")) == len(ZONES)
    assert len(set(gateways)) == len(ZONES)


def test_with_a_single_nat_gateway_all_zones_share_it() -> None:
    resources = vpc("single")

    gateways = [way for way in default_routes(resources).values() if "nat_gateway" in way]
    assert len(resources.all("aws_nat_gateway")) == 1
    assert len(gateways) == len(ZONES)
    assert len(set(gateways)) == 1


def test_without_nat_private_subnets_do_not_reach_the_internet() -> None:
    resources = vpc("none")

    assert not resources.all("aws_nat_gateway")
    assert not resources.all("aws_eip")
    assert not tables_of(resources, "private") & set(default_routes(resources))


def test_changing_the_nat_mode_replaces_no_subnet_and_no_route_table() -> None:
    kept = ("aws_subnet", "aws_route_table", "aws_route_table_association")

    assert all(vpc("none").all(kind) == vpc("per_zone").all(kind) for kind in kept)


def test_a_nat_gateway_waits_for_the_way_to_the_internet() -> None:
    resources = vpc("single")

    (route,) = [name for name, route in resources.all("aws_route").items() if "gateway_id" in route]
    assert resources.only("aws_nat_gateway")["depends_on"] == [f"aws_route.{route}"]


def test_the_default_security_group_lets_nothing_through() -> None:
    group = vpc().only("aws_default_security_group")

    assert "ingress" not in group
    assert "egress" not in group


def test_a_zone_added_at_the_end_changes_no_resource_that_exists() -> None:
    before, after = vpc("per_zone", ZONES[:2]), vpc("per_zone", ZONES)

    for kind, named in before.document["resource"].items():
        for name, resource in named.items():
            assert after.all(kind)[name] == resource


def test_the_addresses_of_the_network_are_pinned() -> None:
    assert {"aws_vpc.vpc", "aws_subnet.vpc_private-eu-west-1a_375A27E3"} <= vpc().addresses


def test_a_range_without_room_is_refused_before_the_first_resource() -> None:
    def build(stack: TerraformStack) -> None:
        Vpc(stack, "vpc", name="dev", cidr=IPv4Network("10.0.0.0/28"), zones=ZONES, nat="none")

    with pytest.raises(ValueError, match=r"10.0.0.0/28 is too small for 3 zones"):
        synthesise(build)
