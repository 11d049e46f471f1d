from __future__ import annotations

from modules.kubernetes.namespace import Namespace
from modules.kubernetes.service_account import ServiceAccount
from tests.modules.synthesised import synthesise


def test_the_api_server_turns_unrestricted_pods_away() -> None:
    labels = synthesise(lambda stack: Namespace(stack, "shop", name="shop")).only("kubernetes_namespace_v1")[
        "metadata"
    ]["labels"]

    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    assert labels["eks.amazonaws.com/pod-readiness-gate-inject"] == "enabled"


def test_a_service_account_has_no_token_and_a_role_on_fargate_only() -> None:
    def account(role_arn: str | None) -> dict[str, object]:
        made = synthesise(
            lambda stack: ServiceAccount(
                stack, "shop", name="shop", namespace="shop", labels={}, role_arn=role_arn
            )
        )
        return made.only("kubernetes_service_account_v1")

    assert account(None)["automount_service_account_token"] is False
    assert account(None)["metadata"] == {"name": "shop", "namespace": "shop", "labels": {}}
    assert account("arn:role")["metadata"] == {
        "name": "shop",
        "namespace": "shop",
        "labels": {},
        "annotations": {"eks.amazonaws.com/role-arn": "arn:role"},
    }
