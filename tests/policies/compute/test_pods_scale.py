from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_POD_6"
DEPLOYMENT: dict[str, Any] = {"kubernetes_deployment_v1": {"pods": {"metadata": {"name": "stock"}}}}


def scaled(name: str = "stock", **spec: Any) -> dict[str, Any]:
    whole = {
        "min_replicas": 2,
        "max_replicas": 6,
        "metric": [{"type": "Resource"}],
        "scale_target_ref": {"kind": "Deployment", "name": name},
        **spec,
    }
    return {**DEPLOYMENT, "kubernetes_horizontal_pod_autoscaler_v2": {"scaling": {"spec": whole}}}


@pytest.mark.parametrize("name", ["stock", "${kubernetes_deployment_v1.pods.metadata[0].name}"])
def test_an_autoscaler_with_room_passes(failures: Failures, name: str) -> None:
    assert failures(POLICY, resource=scaled(name)) == []


@pytest.mark.parametrize(
    "resource",
    [DEPLOYMENT, scaled("other"), scaled(max_replicas=2), scaled(metric=[])],
    ids=["none", "of another", "without room", "by nothing"],
)
def test_anything_less_fails(failures: Failures, resource: dict[str, Any]) -> None:
    assert failures(POLICY, resource=resource) == ["dev-example: kubernetes_deployment_v1.pods"]
