from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.edge.listener_ports import PORTS, listener_ports

NAMES = st.sets(st.from_regex(r"[a-z][a-z0-9]{1,8}", fullmatch=True), max_size=40)


@given(NAMES)
def test_every_callee_has_a_port_of_its_own(names: set[str]) -> None:
    ports = listener_ports(names)

    assert set(ports) == names
    assert len(set(ports.values())) == len(names)
    assert set(ports.values()) <= set(PORTS)


def test_the_order_of_the_names_changes_nothing() -> None:
    assert listener_ports(["quotes", "orders"]) == listener_ports(["orders", "quotes"])


def test_a_new_callee_leaves_the_ports_of_the_others_alone() -> None:
    assert listener_ports(["quotes", "orders"]).items() <= listener_ports(["quotes", "orders", "pay"]).items()


def test_more_callees_than_ports_are_refused() -> None:
    with pytest.raises(ValueError, match="all 10000 ports of the internal load balancer are in use"):
        listener_ports(f"service-{n}" for n in range(len(PORTS) + 1))
