from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.edge.behaviours import MOST_BEHAVIOURS, Behaviour, Behaviours, behaviours

SERVICES: str | None = None


def owner(shared: Behaviours, path: str) -> str | None:
    """Whose a path is, as CloudFront decides: the first pattern that fits, else the default."""
    for one in shared.ordered:
        if re.fullmatch(re.escape(one.path_pattern).replace(r"\*", ".*"), path):
            return one.site
    return shared.default


def longest(sites: Mapping[str, Sequence[str]], service_routes: Sequence[str], path: str) -> str | None:
    """Whose a path should be: the longest route that covers it, the services where none does."""
    routes: dict[str, str | None] = {route.rstrip("/"): SERVICES for route in service_routes}
    for name, own in sites.items():
        routes |= {route.rstrip("/"): name for route in own}
    covering = [route for route in routes if path == route or path.startswith(f"{route}/")]
    return routes[max(covering, key=len)] if covering else SERVICES


def test_a_site_at_the_root_gets_what_no_service_has() -> None:
    shared = behaviours({"web": ["/"]}, ["/api/catalog", "/api/orders", "/login"])

    assert shared.default == "web"
    assert shared.ordered == (
        Behaviour("/api", SERVICES),
        Behaviour("/api/*", SERVICES),
        Behaviour("/login", SERVICES),
        Behaviour("/login/*", SERVICES),
    )


def test_another_service_below_api_changes_nothing_at_the_edge() -> None:
    sites = {"web": ["/"]}

    assert behaviours(sites, ["/api/catalog"]) == behaviours(sites, ["/api/catalog", "/api/orders"])


def test_a_route_takes_no_path_that_only_begins_like_it() -> None:
    assert owner(behaviours({"web": ["/"]}, ["/shop"]), "/shopping") == "web"


def test_without_a_site_at_the_root_everything_else_is_the_services() -> None:
    shared = behaviours({"docs": ["/docs"]}, ["/api/catalog", "/docs/search"])

    assert shared.default is SERVICES
    assert [owner(shared, path) for path in ("/docs/a", "/docs/search", "/docs/search/x", "/other")] == [
        "docs", SERVICES, SERVICES, SERVICES,
    ]  # fmt: skip


def test_without_sites_there_is_nothing_to_tell_apart() -> None:
    assert behaviours({}, ["/api/catalog", "/shop"]) == Behaviours((), SERVICES)


def test_more_routes_than_cloudfront_takes_are_refused() -> None:
    with pytest.raises(
        ValueError, match=r"more than CloudFront takes \(37\)\. Put routes of services below /api"
    ):
        behaviours({"web": ["/"]}, [f"/r{n}" for n in range(38)])


SEGMENTS = st.sampled_from(["api", "docs", "shop", "a", "b"])
ROUTES = st.lists(SEGMENTS, max_size=3).map(lambda parts: "/" + "/".join(parts))


@given(routes=st.lists(ROUTES, unique=True, max_size=9), cut=st.integers(0, 9), path=ROUTES)
def test_every_path_goes_where_the_longest_route_says(routes: list[str], cut: int, path: str) -> None:
    """But for /api, which is the services' altogether where no site has a part of it."""
    service_routes, rest = routes[:cut], routes[cut:]
    sites = {f"site-{n}": [route] for n, route in enumerate(rest)}

    shared = behaviours(sites, service_routes)

    whole_api = any(f"{route}/".startswith("/api/") for route in service_routes) and not any(
        f"{route}/".startswith("/api/") for route in rest
    )
    expected = (
        SERVICES if whole_api and f"{path}/".startswith("/api/") else longest(sites, service_routes, path)
    )
    assert owner(shared, path) == expected
    assert len(shared.ordered) < MOST_BEHAVIOURS
