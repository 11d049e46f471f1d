"""Who calls: known where a token was checked (`chassis.authentication`)."""

from __future__ import annotations

import functools
import ipaddress
from typing import Any, NamedTuple

from flask import g, has_request_context, request


class Caller(NamedTuple):
    """Who calls, by a token that was checked."""

    subject: str
    scopes: frozenset[str]
    claims: dict[str, Any]


def caller() -> Caller | None:
    """Give the caller of the current request, None where no token was checked."""
    found = g.get("caller") if has_request_context() else None
    return found if isinstance(found, Caller) else None


def name(proxies: int) -> str:
    """Name who asks: the subject of a checked token, else the address that the outermost of our proxies saw.

    proxies: how many of ours append to X-Forwarded-For; what stands before those entries, a client can make up. Fewer
    entries than proxies came by a shorter way, from another service of ours: then the first is the caller's.
    0: nobody's entry counts, but the address of the connection, which on Lambda API Gateway tells.
    """
    known = caller()
    if known is not None:
        return f"subject:{known.subject}"
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if hops and proxies > 0:
        return hops[-min(proxies, len(hops))]
    return request.remote_addr or "unknown"


@functools.lru_cache(maxsize=1024)
def is_loopback(host: str) -> bool:
    """Tell whether `host` is this machine, by name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
