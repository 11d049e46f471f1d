"""Which security groups the pods of a namespace get."""

from __future__ import annotations

from typing import Any

import pytest

from modules.kubernetes.security_group_policy import SecurityGroupPolicy
from tests.modules.synthesised import synthesise


def a_policy(*groups: str) -> dict[str, Any]:
    made = synthesise(
        lambda stack: SecurityGroupPolicy(
            stack, "policy", name="shop", namespace="shop", labels={"a": "b"}, security_group_ids=groups
        )
    )
    manifest = made.only("kubernetes_manifest")["manifest"]
    assert isinstance(manifest, dict)
    return manifest


def test_all_pods_of_the_namespace_get_the_groups() -> None:
    assert a_policy("sg-cluster", "sg-shop") == {
        "apiVersion": "vpcresources.k8s.aws/v1beta1",
        "kind": "SecurityGroupPolicy",
        "metadata": {"name": "shop", "namespace": "shop", "labels": {"a": "b"}},
        "spec": {"podSelector": {}, "securityGroups": {"groupIds": ["sg-cluster", "sg-shop"]}},
    }


@pytest.mark.parametrize("count", [0, 6])
def test_as_many_groups_as_a_pod_can_have(count: int) -> None:
    with pytest.raises(ValueError, match=rf"shop: {count} security groups\. A pod has 1 to 5 of them\."):
        a_policy(*["sg"] * count)
