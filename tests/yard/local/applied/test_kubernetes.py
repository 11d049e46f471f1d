"""Deployments run here as ECS services do: command, variables, replicas and probes of the applied definition."""

from __future__ import annotations

from typing import Any

import pytest

from tests.yard.local.state import GROUP, resource, state, target_group
from yard.config import YardError
from yard.local.applied import applied


def deployment(**changes: Any) -> dict[str, Any]:
    container = {
        "name": "quotes",
        "command": ["node"],
        "args": ["server.js", "$$(kept)"],
        "env": [{"name": "PORT", "value": "8080"}, {"name": "EMPTY", "value": None}],
        "startup_probe": [{"period_seconds": 5, "failure_threshold": 24}],
        "readiness_probe": [
            {
                "http_get": [{"path": "/health/ready", "port": "8080"}],
                "period_seconds": 15,
                "timeout_seconds": 5,
            }
        ],
        **changes,
    }
    pod = {"container": [container], "termination_grace_period_seconds": 75}
    return resource(
        "kubernetes_deployment_v1",
        "pods",
        metadata=[{"name": "quotes", "namespace": "quotes"}],
        spec=[{"replicas": "2", "template": [{"spec": [pod]}]}],
    )


def test_a_pod_runs_what_its_container_says() -> None:
    found = applied([state(deployment())]).services["quotes"]

    assert found.task.command == ("node", "server.js", "$(kept)")
    assert found.task.environment == {"PORT": "8080", "EMPTY": ""}
    assert (found.count, found.task.stop_timeout_seconds, found.grace_period_seconds) == (2, 75, 120)


def test_without_a_load_balancer_readiness_is_told_by_the_probe() -> None:
    check = applied([state(deployment())]).services["quotes"].health_check

    assert check is not None
    assert (check.path, check.codes, check.interval_seconds) == ("/health/ready", "200-399", 15)


def test_a_bound_target_group_sends_its_requests_to_the_pods() -> None:
    binding = resource(
        "kubernetes_manifest",
        "gateway",
        manifest={
            "kind": "TargetGroupBinding",
            "metadata": {"name": "quotes-gateway", "namespace": "quotes"},
            "spec": {"targetGroupARN": GROUP, "serviceRef": {"name": "quotes", "port": 8080}},
        },
    )

    found = applied([state(deployment(), binding, target_group(path="/ok"))]).services["quotes"]

    assert found.target_groups == (GROUP,)
    assert found.health_check is not None
    assert found.health_check.path == "/ok"


def test_an_autoscalers_least_counts() -> None:
    autoscaler = resource(
        "kubernetes_horizontal_pod_autoscaler_v2",
        "autoscaler",
        metadata=[{"name": "quotes", "namespace": "quotes"}],
        spec=[{"min_replicas": 3, "scale_target_ref": [{"name": "quotes", "kind": "Deployment"}]}],
    )

    assert applied([state(deployment(), autoscaler)]).services["quotes"].count == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"command": [], "args": None},
            "container quotes has no command, so it runs what its image says, and there is no image on this machine."
            " Set `command` in apps/quotes/service.yaml.",
        ),
        (
            {"env": [{"name": "KEY", "value_from": [{"secret_key_ref": [{}]}]}]},
            "variable KEY comes from an object in the cluster, and there is no cluster on this machine. Give it a"
            " value.",
        ),
    ],
)
def test_what_cannot_run_here_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(YardError) as refused:
        applied([state(deployment(**changes))])

    assert str(refused.value) == f"kubernetes_deployment_v1.pods: {sentence}"


def test_of_a_job_one_is_told_that_it_does_not_run_here() -> None:
    job = resource(
        "kubernetes_cron_job_v1",
        "job-nightly",
        metadata=[{"name": "nightly", "namespace": "quotes"}],
        spec=[{"schedule": "0 3 * * *", "suspend": False}],
    )

    assert applied([state(job)]).notes == (
        "quotes/nightly: schedules do not run on this machine (0 3 * * *).",
    )
