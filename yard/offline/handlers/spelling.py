"""Terraform writes `dns_support`, AWS `DnsSupport` or `dnsSupport`: which of them mean the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD_ENDS = (re.compile(r"(.)([A-Z][a-z]+)"), re.compile(r"([a-z0-9])([A-Z])"))


def like_named(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that is `name` but for case and underscores, or its plural; None if there is none.

    `cidr_block` is `CidrBlock`, `subnets` is `Subnets`; a block that may be repeated has the singular in Terraform and
    the plural in AWS: `load_balancer` is `loadBalancers`.
    """
    plain = {_plain(candidate): candidate for candidate in candidates}
    wanted = _plain(name)
    plural = wanted[:-1] + "ies" if wanted.endswith("y") else wanted + "s"
    for spelling in (wanted, plural, wanted + "es"):
        if spelling in plain:
            return plain[spelling]
    return None


def snake(name: str) -> str:
    """`MapPublicIpOnLaunch` as `map_public_ip_on_launch`."""
    for pattern in _WORD_ENDS:
        name = pattern.sub(r"\1_\2", name)
    return name.lower()


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
