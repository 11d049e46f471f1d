from __future__ import annotations

from typing import Any

import pytest
from cdktf import TerraformStack

from modules.kubernetes.deployment import Deployment
from modules.kubernetes.pod import container, millicores, unexpanded
from tests.modules.synthesised import Resources, synthesise

LABELS = {"app.kubernetes.io/name": "shop"}


def a_deployment(*, live_path: str | None = "/health/live", **changes: Any) -> Resources:
    def build(stack: TerraformStack) -> None:
        one = container(
            name="shop",
            image="shop@sha256:0",
            command=["run", "$(X)"],
            port=8080,
            environment={"B": "2", "A": "$(PORT)"},
            cpu=256,
            memory_mib=512,
            ready_path="/health/ready",
            live_path=live_path,
        )
        given: dict[str, Any] = {
            "name": "shop",
            "namespace": "shop",
            "labels": LABELS,
            "selector": LABELS,
            "container": one,
            "service_account": "shop",
            "min_pods": 2,
            "max_pods": 6,
            "cpu_percent": 60,
        }
        Deployment(stack, "pods", **{**given, **changes})

    return synthesise(build)


def a_pod(**changes: Any) -> dict[str, Any]:
    pod = a_deployment(**changes).only("kubernetes_deployment_v1")["spec"]["template"]["spec"]
    assert isinstance(pod, dict)
    return pod


def test_a_pod_is_nobody_can_do_nothing_and_writes_nowhere_but_to_tmp() -> None:
    pod = a_pod()
    (one,) = pod["container"]

    assert pod["security_context"]["run_as_user"] == "10001"
    assert pod["security_context"]["seccomp_profile"] == {"type": "RuntimeDefault"}
    assert one["security_context"] == {
        "run_as_non_root": True,
        "allow_privilege_escalation": False,
        "privileged": False,
        "read_only_root_filesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert one["volume_mount"] == [{"name": "tmp", "mount_path": "/tmp"}]  # noqa: S108
    assert pod["volume"] == [{"name": "tmp", "empty_dir": {"size_limit": "1Gi"}}]


def test_nothing_in_a_pod_can_ask_the_kubernetes_api() -> None:
    assert a_pod()["automount_service_account_token"] is False
    assert a_pod()["enable_service_links"] is False


def test_what_is_promised_is_the_limit_as_on_fargate() -> None:
    (one,) = a_pod()["container"]

    assert one["resources"]["requests"] == one["resources"]["limits"] == {"cpu": "250m", "memory": "512Mi"}


def test_a_pod_starts_is_ready_and_lives_by_three_questions() -> None:
    (one,) = a_pod()["container"]

    assert one["readiness_probe"]["http_get"] == {"path": "/health/ready", "port": "8080"}
    assert one["liveness_probe"]["http_get"] == {"path": "/health/live", "port": "8080"}
    assert one["startup_probe"]["period_seconds"] * one["startup_probe"]["failure_threshold"] == 120


def test_a_service_without_the_chassis_lives_as_long_as_it_takes_connections() -> None:
    (one,) = a_pod(live_path=None)["container"]

    assert one["liveness_probe"]["tcp_socket"] == [{"port": "8080"}]
    assert "http_get" not in one["liveness_probe"]


def test_a_leaving_pod_serves_until_the_load_balancer_knows() -> None:
    pod = a_pod()
    (one,) = pod["container"]

    (stop,) = one["lifecycle"]["pre_stop"]
    assert stop == {"exec": {"command": ["sleep", "15"]}}
    assert pod["termination_grace_period_seconds"] == 75


def test_pods_spread_over_zones_and_nodes() -> None:
    keys = [one["topology_key"] for one in a_pod()["topology_spread_constraint"]]

    assert keys == ["topology.kubernetes.io/zone", "kubernetes.io/hostname"]


def test_kubernetes_puts_no_variable_into_what_a_person_wrote() -> None:
    (one,) = a_pod()["container"]

    assert one["command"] == ["run", "$$(X)"]
    assert one["env"] == [{"name": "A", "value": "$$(PORT)"}, {"name": "B", "value": "2"}]
    assert unexpanded("plain") == "plain"


@pytest.mark.parametrize(
    ("cpu", "written"), [(256, "250m"), (512, "500m"), (1024, "1000m"), (16384, "16000m")]
)
def test_cpu_units_are_written_as_thousandths_of_a_core(cpu: int, written: str) -> None:
    assert millicores(cpu) == written
