"""Which path goes to which origin of a distribution, and in which order CloudFront is to try them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# Routes of services below it share one behaviour, so that another service changes nothing at the edge.
SHARED = "/api"
# Source: "CloudFront Developer Guide, Quotas on distributions": cache behaviors per distribution, the default one too.
MOST_BEHAVIOURS = 75


@dataclass(frozen=True)
class Behaviour:
    """Requests for `path_pattern` go to the site of that name; to the services where site is None."""

    path_pattern: str
    site: str | None


@dataclass(frozen=True)
class Behaviours:
    """ordered: as CloudFront tries them, the first that fits. default: the site that gets the rest; None: services."""

    ordered: tuple[Behaviour, ...]
    default: str | None


def behaviours(sites: Mapping[str, Sequence[str]], service_routes: Iterable[str]) -> Behaviours:
    """Share the paths between sites, by name with their routes, and the services behind the load balancer.

    A route takes itself and all paths below it; of two that fit the longer one wins.
    Raises ValueError for more than CloudFront takes.
    """
    owners: dict[str, str | None] = {}
    for route in service_routes:
        owners[_shared(route, sites)] = None
    for name, routes in sites.items():
        owners |= {route.rstrip("/"): name for route in routes}
    default = owners.pop("", None)
    found = [
        Behaviour(pattern, owner)
        for route, owner in sorted(owners.items(), key=lambda item: (-item[0].count("/"), item[0]))
        if owner != _otherwise(route, owners, default)
        for pattern in (route, f"{route}/*")
    ]
    if len(found) >= MOST_BEHAVIOURS:
        raise ValueError(
            f"{len(found) // 2} routes at the edge are more than CloudFront takes ({MOST_BEHAVIOURS // 2}). Put routes"
            f" of services below {SHARED}, where they share one."
        )
    return Behaviours(tuple(found), default)


def _shared(route: str, sites: Mapping[str, Sequence[str]]) -> str:
    path = route.rstrip("/")
    taken = any(_covers(SHARED, site_route) for routes in sites.values() for site_route in routes)
    return SHARED if _covers(SHARED, path) and not taken else path


def _otherwise(route: str, owners: Mapping[str, str | None], default: str | None) -> str | None:
    """Who would get `route` if it had no behaviour of its own."""
    above = [other for other in owners if other != route and _covers(other, route)]
    return owners[max(above, key=len)] if above else default


def _covers(route: str, other: str) -> bool:
    return other == route or other.startswith(f"{route}/")
