"""What the pods of a namespace may do, whatever else is declared."""

from __future__ import annotations

from typing import Any

import pytest

from modules.kubernetes.namespace_policy import NamespacePolicy
from tests.modules.synthesised import synthesise

GUARDED = ("10.0.192.0/20", "10.0.208.0/20")


def a_policy(*ports: int) -> dict[str, Any]:
    made = synthesise(
        lambda stack: NamespacePolicy(
            stack, "policy", name="default", namespace="shop", labels={}, guarded_cidrs=GUARDED, ports=ports
        )
    )
    spec = made.only("kubernetes_network_policy_v1")["spec"]
    assert isinstance(spec, dict)
    return spec


def test_it_holds_for_every_pod_and_lets_nobody_in() -> None:
    spec = a_policy()

    assert spec["pod_selector"] == {}
    assert spec["policy_types"] == ["Ingress", "Egress"]
    assert spec.get("ingress", []) == []


def test_without_a_store_nobody_goes_to_where_stores_are() -> None:
    (elsewhere,) = a_policy()["egress"]

    assert elsewhere == {"to": [{"ip_block": {"cidr": "0.0.0.0/0", "except": list(GUARDED)}}]}


def test_with_a_store_pods_go_there_on_its_port_alone() -> None:
    _, stores = a_policy(5432, 6379, 5432)["egress"]

    assert [one["ip_block"]["cidr"] for one in stores["to"]] == list(GUARDED)
    assert stores["ports"] == [
        {"port": "5432", "protocol": "TCP"},
        {"port": "6379", "protocol": "TCP"},
    ]


def test_more_ports_than_amazon_vpc_cni_keeps_are_refused() -> None:
    with pytest.raises(ValueError, match=r"default: 25 ports in one rule\. Use 24 at the most\."):
        a_policy(*range(25))
