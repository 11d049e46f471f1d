"""Sharing a VPC's address range between tiers and zones: arithmetic only."""

from __future__ import annotations

from ipaddress import IPv4Network

TIERS = ("private", "public", "isolated")
SMALLEST_PREFIX = 28  # Source: "Amazon VPC User Guide, Subnet CIDR blocks".


def split_subnets(cidr: str, *, zones: int) -> dict[str, list[str]]:
    """Share `cidr` between private, public and isolated subnets, one of each per zone.

    zones: 1 to 8. The first half is private, where tasks take addresses; the third quarter is public, the last
    isolated. Each part is cut for 2, 4 or 8 zones, so that a zone can be added without moving the others (up to
    that power of two). Returns tier -> one range per zone, in zone order; the same input gives the same result.
    Raises ValueError if a subnet would be smaller than /28 (source: "Amazon VPC User Guide, Subnet CIDR blocks").
    """
    if not 1 <= zones <= 8:
        raise ValueError(f"zones is {zones}: 1 to 8")
    network = IPv4Network(cidr)
    bits = max(1, (zones - 1).bit_length())
    if network.prefixlen + 2 + bits > SMALLEST_PREFIX:
        raise ValueError(
            f"{cidr} is too small for three tiers in {zones} zones: subnets would be smaller than /28"
        )
    private, rest = network.subnets(prefixlen_diff=1)
    public, isolated = rest.subnets(prefixlen_diff=1)
    parts = dict(zip(TIERS, (private, public, isolated), strict=True))
    return {
        tier: [str(subnet) for subnet in list(part.subnets(prefixlen_diff=bits))[:zones]]
        for tier, part in parts.items()
    }
