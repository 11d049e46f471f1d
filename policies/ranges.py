"""Ranges of addresses: which of them are, or may be, the whole internet."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

# Wider than these is no neighbour: one cloud's addresses are spread over a few such ranges, and two halves are all.
WIDEST = {4: 16, 6: 32}
# Sources: RFC 1918, RFC 6598, RFC 4193, RFC 3927 and RFC 4291 (link-local).
PRIVATE = tuple(
    map(
        ip_network,
        (
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "fc00::/7",
            "fe80::/10",
        ),
    )
)
# Inside a function, such as cidrsubnet("0.0.0.0/0", 1, 0).
WRITTEN_OUT = re.compile(r"\b0\.0\.0\.0/|(?<![0-9a-fA-F:])::/")


def is_world(value: Any) -> bool:
    """Whether a range is the whole internet or a great part of it; a reference is not known, and no."""
    text = str(value)
    if "${" in text or "(" in text:
        return bool(WRITTEN_OUT.search(text))
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        return False
    return network.prefixlen < WIDEST[network.version] and not _is_private(network)


def _is_private(network: IPv4Network | IPv6Network) -> bool:
    return any(
        network.version == private.version and network.subnet_of(private)  # type: ignore[arg-type]  # one version
        for private in PRIVATE
    )
