from __future__ import annotations

import pytest

from .test_pod import a_deployment


def test_a_roll_never_takes_a_pod_before_the_new_one_is_ready() -> None:
    strategy = a_deployment().only("kubernetes_deployment_v1")["spec"]["strategy"]

    assert strategy == {
        "type": "RollingUpdate",
        "rolling_update": {"max_surge": "25%", "max_unavailable": "0"},
    }


def test_a_drained_node_takes_one_pod_at_a_time() -> None:
    assert a_deployment().only("kubernetes_pod_disruption_budget_v1")["spec"]["max_unavailable"] == "1"


def test_pods_scale_on_the_cpu_that_they_ask_for_and_terraform_leaves_the_count() -> None:
    made = a_deployment()

    scaler = made.only("kubernetes_horizontal_pod_autoscaler_v2")["spec"]
    assert (scaler["min_replicas"], scaler["max_replicas"]) == (2, 6)
    assert scaler["metric"][0]["resource"]["target"] == {"type": "Utilization", "average_utilization": 60}
    assert made.only("kubernetes_deployment_v1")["lifecycle"]["ignore_changes"] == ["spec[0].replicas"]


def test_a_fixed_count_has_no_autoscaler() -> None:
    made = a_deployment(min_pods=1, max_pods=1)

    assert made.all("kubernetes_horizontal_pod_autoscaler_v2") == {}


@pytest.mark.parametrize(("least", "most"), [(0, 1), (3, 2)])
def test_no_pods_or_a_crossed_range_is_refused(least: int, most: int) -> None:
    with pytest.raises(ValueError, match=r"use 1 and more, min_pods not above max_pods\."):
        a_deployment(min_pods=least, max_pods=most)
