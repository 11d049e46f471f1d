"""How the address range of a VPC is shared between its subnets."""

from __future__ import annotations

from ipaddress import IPv4Network

TIERS = ("public", "private", "isolated")
SMALLEST_PREFIX, LARGEST_PREFIX = 28, 16


def split_subnets(cidr: IPv4Network, *, zones: int) -> dict[str, list[IPv4Network]]:
    """Share `cidr` between public, private and isolated subnets, one of each per zone.

    zones: 1 to 6. The first half of the range is private, where tasks take addresses; a quarter each is public and
    isolated. Each share has room for 4 zones (8 from the fifth zone on), so that appending a zone to up to four
    moves no subnet that exists.
    Returns tier name -> one network per zone, in zone order; the same input gives the same result.
    Raises ValueError if a subnet would be smaller than /28 or larger than /16
    (source: "Amazon VPC User Guide, Subnet CIDR blocks").
    """
    if not 1 <= zones <= 6:
        raise ValueError(f"{zones} zones: a VPC here spans 1 to 6.")
    private, rest = cidr.subnets()
    public, isolated = rest.subnets()
    bits = 2 if zones <= 4 else 3
    shares = {"public": public, "private": private, "isolated": isolated}
    prefixes = {share.prefixlen + bits for share in shares.values()}
    if max(prefixes) > SMALLEST_PREFIX:
        raise ValueError(
            f"{cidr} is too small for {zones} zones: a subnet would be /{max(prefixes)}, AWS's smallest is"
            f" /{SMALLEST_PREFIX}. Use /{cidr.prefixlen - max(prefixes) + SMALLEST_PREFIX} or larger."
        )
    if min(prefixes) < LARGEST_PREFIX:
        raise ValueError(
            f"{cidr} is too large: a subnet would be /{min(prefixes)}, AWS's largest is /{LARGEST_PREFIX}."
            f" Use /{cidr.prefixlen - min(prefixes) + LARGEST_PREFIX} or smaller."
        )
    return {tier: list(share.subnets(prefixlen_diff=bits))[:zones] for tier, share in shares.items()}
