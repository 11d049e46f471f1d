"""What must hold of `calls` between services: the callee exists, and nobody calls in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from yard.config.keys import closest
from yard.config.service import Service


def unknown_calls(services: Mapping[str, Service], known: Sequence[str]) -> Iterator[str]:
    """Calls of a service that has no folder, or answers none; one whose own manifest is wrong counts as known."""
    for service in services.values():
        for index, name in enumerate(service.calls):
            if name not in known:
                others = [other for other in known if other != service.name]
                way_out = closest(name, others) if others else "Add its folder, or take it out."
                yield service.problem(f"calls[{index}]", f"there is no service {name}. {way_out}")
            elif name in services and services[name].runtime == "static":
                yield service.problem(
                    f"calls[{index}]", f"{name} is a static site, which answers no calls. Take it out."
                )


def circular_calls(services: Mapping[str, Service]) -> Iterator[str]:
    """Calls that lead back to the caller, each circle once, told at its first service by name."""
    told: set[frozenset[str]] = set()
    for name in sorted(services):
        circle = _way_back(services, name)
        if circle is None or frozenset(circle) in told:
            continue
        told.add(frozenset(circle))
        first, second = services[circle[0]], circle[1]
        steps = " calls ".join([*circle, circle[0]])
        yield first.problem(
            f"calls[{first.calls.index(second)}]",
            f"{steps}: of services that call in a circle none can be deployed first, and one that fails takes all"
            " down. Publish an event in place of one of the calls.",
        )


def _way_back(services: Mapping[str, Service], start: str) -> list[str] | None:
    """The shortest way from `start` over calls back to it, without the return; None where there is none."""
    ways = [[start]]
    seen = {start}
    while ways:
        way = ways.pop(0)
        for callee in services[way[-1]].calls:
            if callee == start:
                return way
            if callee in services and callee not in seen:
                seen.add(callee)
                ways.append([*way, callee])
    return None
