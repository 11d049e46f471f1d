from __future__ import annotations

from modules.compute.cluster import Cluster
from tests.modules.synthesised import synthesise


def test_a_cluster_offers_fargate_and_fargate_spot_and_is_measured() -> None:
    resources = synthesise(lambda stack: Cluster(stack, "cluster", name="dev", container_insights="enhanced"))

    providers = resources.only("aws_ecs_cluster_capacity_providers")
    assert providers["capacity_providers"] == ["FARGATE", "FARGATE_SPOT"]
    assert resources.only("aws_ecs_cluster")["setting"] == [
        {"name": "containerInsights", "value": "enhanced"}
    ]
