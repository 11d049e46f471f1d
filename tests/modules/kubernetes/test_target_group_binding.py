from __future__ import annotations

from modules.kubernetes.target_group_binding import TargetGroupBinding, required_tags
from tests.modules.synthesised import synthesise


def test_each_target_group_has_a_binding_to_the_one_service() -> None:
    made = synthesise(
        lambda stack: TargetGroupBinding(
            stack,
            "binding",
            name="shop",
            namespace="shop",
            labels={},
            selector={"app": "shop"},
            port=8080,
            target_groups={"internal": "arn:2", "gateway": "arn:1"},
        )
    )

    service = made.only("kubernetes_service_v1")["spec"]
    assert (service["type"], service["port"]) == (
        "ClusterIP",
        [{"name": "http", "port": 8080, "target_port": "8080"}],
    )
    assert [
        (one["manifest"]["metadata"]["name"], one["manifest"]["spec"]["targetGroupARN"])
        for one in made.all("kubernetes_manifest").values()
    ] == [("shop-gateway", "arn:1"), ("shop-internal", "arn:2")]


def test_eks_may_only_fill_target_groups_that_name_its_cluster() -> None:
    assert required_tags("dev") == {"eks:eks-cluster-name": "dev"}
