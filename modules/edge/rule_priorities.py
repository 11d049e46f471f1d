"""Which number each listener rule gets, without a list of all numbers kept anywhere.

A rule's priority comes from its route alone, so that every service can be planned by itself and adding one leaves
the others' numbers alone. Two routes may want the same number: the later one in the alphabet takes the next free
one. So an existing rule moves only where a new route wants a number in use, one time in some hundreds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

# A load balancer takes the rule with the lowest number first, so deeper routes have lower numbers: /api/orders/admin
# goes before /api/orders. Source: "Application Load Balancers, Listener rules": priorities are 1 to 50000.
BANDS = {
    8: range(1, 1_001),
    7: range(1_001, 2_001),
    6: range(2_001, 3_001),
    5: range(3_001, 6_001),
    4: range(6_001, 10_001),
    3: range(10_001, 20_001),
    2: range(20_001, 35_001),
    1: range(35_001, 50_000),
    0: range(50_000, 50_001),
}


def rule_priorities(routes: Iterable[str], *, shifting: Collection[str] = ()) -> dict[str, int]:
    """Route -> priority, 1 to 50,000, all different, a longer route before the shorter one that covers it.

    routes: all path prefixes of one listener (`/api/catalog`); a slash at the end does not count. shifting: those whose
    rule ECS rewrites. A route that becomes one of them gets another rule, whose number must not be the old one's,
    which is still in use then.
    Raises ValueError for the same route twice and for one with more than 8 segments.
    """
    priorities: dict[str, int] = {}
    taken: set[int] = set()
    for route in sorted(routes):
        path = route.rstrip("/")
        if route in priorities or any(path == other.rstrip("/") for other in priorities):
            raise ValueError(f"{route}: two rules for one route. Keep one.")
        band = BANDS.get(path.count("/"))
        if band is None:
            raise ValueError(f"{route}: a route has at most {max(BANDS)} segments. Take a shorter prefix.")
        priorities[route] = _first_free(band, wanted_priority(route, shifts=route in shifting), taken)
        taken.add(priorities[route])
    return priorities


def wanted_priority(route: str, *, shifts: bool = False) -> int:
    """The number that `route` gets where nobody else wants it."""
    path = route.rstrip("/")
    salted = f"{path}#shifts" if shifts else path
    band = BANDS[path.count("/")]
    return band[int.from_bytes(hashlib.sha256(salted.encode()).digest()[:8], "big") % len(band)]


def _first_free(band: range, wanted: int, taken: set[int]) -> int:
    start = band.index(wanted)
    for step in range(len(band)):
        priority = band[(start + step) % len(band)]
        if priority not in taken:
            return priority
    raise ValueError(f"All {len(band)} priorities of this depth are in use. Take routes of another depth.")
