"""Which ranges are the world."""

from __future__ import annotations

import pytest

from policies.ranges import is_world


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0/0",
        "::/0",
        "0.0.0.0/1",
        "128.0.0.0/1",
        "52.0.0.0/8",
        "2000::/3",
        "2600::/12",
        "8000::/1",
        "10.0.0.0/7",
        '${cidrsubnet("0.0.0.0/0", 1, 1)}',
        '${cidrsubnet("::/0", 1, 1)}',
    ],
)
def test_the_whole_and_great_parts_of_it_are_the_world(text: str) -> None:
    assert is_world(text)


@pytest.mark.parametrize(
    "text",
    [
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "203.0.113.0/24",
        "198.51.0.0/16",
        "fd00::/8",
        "2001:db8::/32",
        "${aws_vpc.vpc.cidr_block}",
        "aws_vpc.vpc.cidr_block",
        "pl-12345678",
        "",
    ],
)
def test_private_ranges_small_ones_and_references_are_not(text: str) -> None:
    assert not is_world(text)
