from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_POD_3"


@pytest.mark.parametrize(
    ("kind", "passes"),
    [
        ("TargetGroupBinding", True),
        ("NodePool", True),
        ("Pod", False),
        ("DaemonSet", False),
        ("Namespace", False),
    ],
)
def test_a_manifest_is_for_what_has_no_resource_of_its_own(
    failures: Failures, kind: str, passes: bool
) -> None:
    manifest = {"manifest": {"apiVersion": "v1", "kind": kind, "metadata": {"name": "x"}}}

    assert (failures(POLICY, resource={"kubernetes_manifest": {"x": manifest}}) == []) is passes


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("kubernetes_manifest", {"manifest": '${yamldecode(file("x.yaml"))}'}),
        ("kubectl_manifest", {"yaml_body": "kind: NodePool"}),
        ("helm_release", {"name": "x", "chart": "nginx"}),
    ],
)
def test_what_cannot_be_read_fails(failures: Failures, kind: str, arguments: dict[str, Any]) -> None:
    assert failures(POLICY, resource={kind: {"x": arguments}}) == [f"dev-example: {kind}.x"]
