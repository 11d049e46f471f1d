from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_POD_7"
PODS: dict[str, dict[str, Any]] = {
    "kubernetes_deployment_v1": {"shop": {"metadata": {"name": "shop", "namespace": "shop"}, "spec": {}}},
    "kubernetes_cron_job_v1": {"nightly": {"metadata": {"name": "nightly", "namespace": "shop"}, "spec": {}}},
}
STORES = ["10.0.192.0/20", "10.0.208.0/20"]
ELSEWHERE: dict[str, Any] = {"to": [{"ip_block": {"cidr": "0.0.0.0/0", "except": STORES}}]}
TO_A_STORE: dict[str, Any] = {"to": [{"ip_block": {"cidr": STORES[0]}}], "ports": [{"port": "5432"}]}


def policy(
    *rules: dict[str, Any], namespace: str = "shop", types: Any = ("Ingress", "Egress"), **selector: Any
) -> dict[str, Any]:
    spec = {"pod_selector": selector, "policy_types": list(types), "egress": list(rules)}
    return {"kubernetes_network_policy_v1": {"all": {"metadata": {"namespace": namespace}, "spec": spec}}}


@pytest.mark.parametrize("kind", PODS)
@pytest.mark.parametrize(
    ("network_policy", "passes"),
    [
        (policy(ELSEWHERE), True),
        (policy(ELSEWHERE, TO_A_STORE), True),
        (policy(), True),
        ({}, False),
        (policy(ELSEWHERE, namespace="other"), False),
        (policy(ELSEWHERE, types=["Ingress"]), False),
        (policy(ELSEWHERE, match_labels={"app": "shop"}), False),
        (policy({"to": [{"ip_block": {"cidr": "0.0.0.0/0"}}]}), False),
        (policy({"to": [{"ip_block": {"cidr": "0.0.0.0/1"}}, {"ip_block": {"cidr": "128.0.0.0/1"}}]}), False),
        (policy({"ports": [{"port": "5432"}]}), False),
    ],
)
def test_pods_leave_by_a_policy_that_leaves_out_where_stores_are(
    failures: Failures, kind: str, network_policy: dict[str, Any], passes: bool
) -> None:
    assert (failures(POLICY, resource={kind: PODS[kind], **network_policy}) == []) is passes


def test_a_policy_that_is_about_who_comes_in_says_nothing_of_who_leaves(failures: Failures) -> None:
    doors = {"app": {"metadata": {"namespace": "shop"}, "spec": {"policy_types": ["Ingress"], "ingress": []}}}
    both = {**policy(ELSEWHERE)["kubernetes_network_policy_v1"], **doors}

    assert failures(POLICY, resource={**PODS, "kubernetes_network_policy_v1": both}) == []
