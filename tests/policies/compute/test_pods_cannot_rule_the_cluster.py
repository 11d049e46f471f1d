from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_POD_5"


def role(**rule: Any) -> dict[str, Any]:
    whole = {"api_groups": [""], "resources": ["configmaps"], "verbs": ["get"], **rule}
    return {"kubernetes_role_v1": {"x": {"metadata": {"name": "x"}, "rule": [whole]}}}


def binding(name: str, subject: str = "stock") -> dict[str, Any]:
    return {
        "kubernetes_cluster_role_binding_v1": {
            "x": {
                "role_ref": {"kind": "ClusterRole", "name": name},
                "subject": [{"kind": "ServiceAccount", "name": subject}],
            }
        }
    }


def test_a_narrow_role_and_its_binding_pass(failures: Failures) -> None:
    assert failures(POLICY, resource={**role(), **binding("reader")}) == []


@pytest.mark.parametrize(
    "rule",
    [
        {"verbs": ["*"]},
        {"resources": ["*"]},
        {"resources": ["configmaps", "secrets"]},
        {"resources": ["pods/exec"]},
        {"api_groups": ["*"]},
        {"verbs": ["escalate"]},
    ],
)
def test_what_leads_to_everything_else_fails(failures: Failures, rule: dict[str, Any]) -> None:
    assert failures(POLICY, resource=role(**rule)) == ["dev-example: kubernetes_role_v1.x"]


@pytest.mark.parametrize(
    ("name", "subject"),
    [("cluster-admin", "stock"), ("edit", "stock"), ("reader", "system:unauthenticated")],
)
def test_an_administrators_role_and_one_for_everybody_fail(
    failures: Failures, name: str, subject: str
) -> None:
    assert failures(POLICY, resource=binding(name, subject)) != []
