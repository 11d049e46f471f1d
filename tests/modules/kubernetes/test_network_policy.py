from __future__ import annotations

from typing import Any

from modules.kubernetes.network_policy import NetworkPolicy
from tests.modules.synthesised import synthesise


def a_policy(*cidrs: str) -> dict[str, Any]:
    made = synthesise(
        lambda stack: NetworkPolicy(
            stack,
            "policy",
            name="shop",
            namespace="shop",
            labels={},
            selector={"app": "shop"},
            port=8080,
            from_cidrs=cidrs,
        )
    )
    spec = made.only("kubernetes_network_policy_v1")["spec"]
    assert isinstance(spec, dict)
    return spec


def test_named_ranges_come_in_on_one_port() -> None:
    (rule,) = a_policy("10.0.0.0/24", "10.0.1.0/24")["ingress"]

    assert [one["ip_block"]["cidr"] for one in rule["from"]] == ["10.0.0.0/24", "10.0.1.0/24"]
    assert rule["ports"] == [{"port": "8080", "protocol": "TCP"}]


def test_with_no_ranges_nobody_comes_in() -> None:
    spec = a_policy()

    # A rule without neighbours would let in everybody.
    assert spec.get("ingress", []) == []
    assert spec["policy_types"] == ["Ingress"]
