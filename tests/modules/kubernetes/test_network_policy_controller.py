from __future__ import annotations

from modules.kubernetes.network_policy_controller import NetworkPolicyController
from tests.modules.synthesised import synthesise


def test_auto_mode_is_told_to_keep_network_policies() -> None:
    settings = synthesise(lambda stack: NetworkPolicyController(stack, "policies")).only(
        "kubernetes_config_map_v1"
    )

    assert settings["metadata"] == {"name": "amazon-vpc-cni", "namespace": "kube-system"}
    assert settings["data"] == {"enable-network-policy-controller": "true"}
