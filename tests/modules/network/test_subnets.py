from __future__ import annotations

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.network.subnets import TIERS, split_subnets

VPCS = st.builds(
    lambda octet, prefix: IPv4Network((f"10.{octet}.0.0", prefix)),
    st.integers(0, 255),
    st.integers(16, 23),
)


@given(cidr=VPCS, zones=st.integers(1, 6))
def test_subnets_are_inside_the_vpc_and_never_overlap(cidr: IPv4Network, zones: int) -> None:
    tiers = split_subnets(cidr, zones=zones)

    subnets = [subnet for tier in TIERS for subnet in tiers[tier]]
    assert set(tiers) == set(TIERS)
    assert all(len(tiers[tier]) == zones for tier in TIERS)
    assert all(subnet.subnet_of(cidr) for subnet in subnets)
    assert not any(one.overlaps(two) for one, two in combinations(subnets, 2))
    assert all(16 <= subnet.prefixlen <= 28 for subnet in subnets)


@given(cidr=VPCS, zones=st.integers(1, 6))
def test_tasks_get_twice_the_addresses_of_any_other_tier(cidr: IPv4Network, zones: int) -> None:
    tiers = split_subnets(cidr, zones=zones)

    assert tiers["private"][0].num_addresses == 2 * tiers["public"][0].num_addresses
    assert tiers["public"][0].num_addresses == tiers["isolated"][0].num_addresses


@given(cidr=VPCS, before=st.integers(1, 3))
def test_a_zone_added_at_the_end_moves_no_subnet_that_exists(cidr: IPv4Network, before: int) -> None:
    old, new = split_subnets(cidr, zones=before), split_subnets(cidr, zones=before + 1)

    assert all(new[tier][:before] == old[tier] for tier in TIERS)


def test_the_ranges_of_an_environment_are_pinned_because_a_new_range_replaces_a_subnet() -> None:
    tiers = split_subnets(IPv4Network("10.20.0.0/16"), zones=2)

    assert {tier: [str(subnet) for subnet in subnets] for tier, subnets in tiers.items()} == {
        "private": ["10.20.0.0/19", "10.20.32.0/19"],
        "public": ["10.20.128.0/20", "10.20.144.0/20"],
        "isolated": ["10.20.192.0/20", "10.20.208.0/20"],
    }


def test_a_range_that_is_too_small_is_told_with_the_size_that_works() -> None:
    with pytest.raises(ValueError, match="too small") as caught:
        split_subnets(IPv4Network("10.0.0.0/24"), zones=5)

    assert str(caught.value) == (
        "10.0.0.0/24 is too small for 5 zones: a subnet would be /29, AWS's smallest is /28. Use /23 or larger."
    )
    assert split_subnets(IPv4Network("10.0.0.0/23"), zones=5)


def test_a_range_that_is_too_large_is_told_with_the_size_that_works() -> None:
    with pytest.raises(ValueError, match="too large") as caught:
        split_subnets(IPv4Network("10.0.0.0/8"), zones=2)

    assert str(caught.value) == (
        "10.0.0.0/8 is too large: a subnet would be /11, AWS's largest is /16. Use /13 or smaller."
    )
    assert split_subnets(IPv4Network("10.0.0.0/13"), zones=2)


@pytest.mark.parametrize("zones", [0, 7])
def test_a_vpc_spans_one_to_six_zones(zones: int) -> None:
    with pytest.raises(ValueError, match=f"^{zones} zones: a VPC here spans 1 to 6.$"):
        split_subnets(IPv4Network("10.0.0.0/16"), zones=zones)
