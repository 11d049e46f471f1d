from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_POD_2"
PODS = {"template": {"spec": {"container": [{"name": "shop", "image": "shop"}]}}}
DEPLOYMENT = {
    "kubernetes_deployment_v1": {"shop": {"metadata": {"name": "shop", "namespace": "shop"}, "spec": PODS}}
}
RULE: dict[str, Any] = {"from": [{"ip_block": {"cidr": "10.0.0.0/24"}}], "ports": [{"port": "8080"}]}


CRON_JOB = {
    "kubernetes_cron_job_v1": {"nightly": {"metadata": {"name": "nightly", "namespace": "shop"}, "spec": {}}}
}


def policy(*rules: dict[str, Any], namespace: str = "shop", types: str = "Ingress") -> dict[str, Any]:
    spec = {"pod_selector": {}, "policy_types": [types], "ingress": list(rules)}
    return {"kubernetes_network_policy_v1": {"shop": {"metadata": {"namespace": namespace}, "spec": spec}}}


@pytest.mark.parametrize(
    ("network_policy", "passes"),
    [
        (policy(RULE), True),
        (policy(), True),
        ({}, False),
        (policy(RULE, namespace="other"), False),
        (policy(RULE, types="Egress"), False),
        (policy({**RULE, "from": [{"ip_block": {"cidr": "0.0.0.0/0"}}]}), False),
        (policy({**RULE, "from": []}), False),
        (policy({**RULE, "ports": []}), False),
        (policy(RULE, {"ports": [{"port": "8080"}]}), False),
    ],
)
def test_pods_have_a_policy_that_names_who_comes_in(
    failures: Failures, network_policy: dict[str, Any], passes: bool
) -> None:
    assert (failures(POLICY, resource={**DEPLOYMENT, **network_policy}) == []) is passes


def test_the_pods_of_jobs_are_reached_by_nobody_either(failures: Failures) -> None:
    assert failures(POLICY, resource=CRON_JOB) != []
    assert failures(POLICY, resource={**CRON_JOB, **policy()}) == []
