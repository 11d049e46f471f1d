"""Whatever the manifests say: no security group opens more than they declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from stacks.calls import Calls
from tests.modules.synthesised import Resources
from tests.stacks.environments import build, environment, service
from yard.config import Service

NAMES = ("alpha", "beta", "gamma", "delta")
GATEWAY, INTERNAL = "gateway", "internal-load-balancer"
ELSEWHERE = re.compile(r"cross-stack-reference-input-(dev-[a-z]+)\.outputs\.cross-stack-output-(\w[\w-]*)")
Way = tuple[str, str, int]


@st.composite
def shops(draw: st.DrawFn) -> dict[str, Service]:
    """One to four services; each calls some of those after it in the alphabet's way, so never in a circle."""
    chosen = NAMES[: draw(st.integers(1, len(NAMES)))]
    made: dict[str, Service] = {}
    for index, name in enumerate(chosen):
        calls = [other for other in chosen[index + 1 :] if draw(st.booleans())]
        called = any(name in other.calls for other in made.values())
        routes = [f"/api/{name}"] if draw(st.booleans()) else []
        strategy = draw(st.sampled_from(["rolling", "blue_green", "canary", "linear"]))
        made[name] = service(
            name=name,
            port=draw(st.sampled_from([8080, 9090, 3000])),
            routes=routes,
            calls=calls,
            deploy={"strategy": strategy if routes or called else "rolling"},
            scale={},
            data={},
            queues={},
            secrets=[],
        )
    return made


def group_of(stack: str, value: str) -> str:
    """`dev-beta`, or which load balancer of the platform."""
    found = ELSEWHERE.search(value)
    if not found:
        return stack
    owner, output = found.groups()
    if owner != "dev-platform":
        return owner
    return INTERNAL if INTERNAL in output else GATEWAY


def opened(made: dict[str, Resources]) -> Iterator[Way]:
    """Every way in: from where, to where, on which port. A range of addresses is not a way between neighbours."""
    for stack, resources in made.items():
        for rule in resources.all("aws_vpc_security_group_ingress_rule").values():
            assert rule["ip_protocol"] == "tcp"
            assert rule["from_port"] == rule["to_port"]
            if stack == "dev-platform":
                assert (rule["cidr_ipv4"], rule["from_port"]) == ("0.0.0.0/0", 80)
                continue
            assert not {"cidr_ipv4", "cidr_ipv6", "prefix_list_id"} & rule.keys()
            yield (
                group_of(stack, rule["referenced_security_group_id"]),
                group_of(stack, rule["security_group_id"]),
                rule["from_port"],
            )
        for group in resources.all("aws_security_group").values():
            assert not group.get("ingress")


def declared(services: dict[str, Service]) -> Iterator[Way]:
    """What the manifests say, in the same form."""
    calls = Calls(services)
    for name, one in services.items():
        if one.routes:
            yield GATEWAY, f"dev-{name}", one.port
        if name in calls.called and calls.is_balanced(name):
            yield INTERNAL, f"dev-{name}", one.port
        for callee in one.calls:
            target = INTERNAL if calls.is_balanced(callee) else f"dev-{callee}"
            yield f"dev-{name}", target, calls.port(callee)


@settings(max_examples=25, deadline=None)
@given(services=shops())
def test_exactly_the_declared_ways_are_open(services: dict[str, Service]) -> None:
    made: Any = build(environment(), *services.values())

    ways = list(opened(made))
    assert sorted(ways) == sorted(declared(services))
