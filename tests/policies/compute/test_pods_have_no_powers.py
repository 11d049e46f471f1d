from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_POD_4"
CONTEXT: dict[str, Any] = {
    "run_as_non_root": True,
    "privileged": False,
    "allow_privilege_escalation": False,
    "read_only_root_filesystem": True,
    "capabilities": {"drop": ["ALL"]},
}
WAYS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "kubernetes_pod_v1": lambda pod: {"spec": pod},
    "kubernetes_deployment": lambda pod: {"spec": {"template": {"spec": pod}}},
    "kubernetes_daemon_set_v1": lambda pod: {"spec": {"template": {"spec": pod}}},
    "kubernetes_stateful_set_v1": lambda pod: {"spec": {"template": {"spec": pod}}},
    "kubernetes_job_v1": lambda pod: {"spec": {"template": {"spec": pod}}},
    "kubernetes_cron_job_v1": lambda pod: {
        "spec": {"job_template": {"spec": {"template": {"spec": pod}}}},
    },
}


def pod(context: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    container = {"name": "x", "image": "x", "security_context": {**CONTEXT, **(context or {})}}
    return {"container": [container], **more}


@pytest.mark.parametrize("kind", WAYS)
def test_a_restricted_pod_passes_and_one_in_the_nodes_network_fails(failures: Failures, kind: str) -> None:
    made = WAYS[kind]

    assert failures(POLICY, resource={kind: {"x": made(pod())}}) == []
    assert failures(POLICY, resource={kind: {"x": made(pod(host_network=True))}}) == [
        f"dev-example: {kind}.x"
    ]


@pytest.mark.parametrize(
    "context",
    [
        {"privileged": True},
        {"run_as_non_root": False},
        {"run_as_non_root": None},
        {"run_as_user": "0"},
        {"allow_privilege_escalation": None},
        {"read_only_root_filesystem": False},
        {"capabilities": {"drop": ["NET_RAW"]}},
        {"capabilities": {"drop": ["ALL"], "add": ["SYS_ADMIN"]}},
    ],
)
def test_each_power_counts(failures: Failures, context: dict[str, Any]) -> None:
    assert failures(POLICY, resource={"kubernetes_pod": {"x": {"spec": pod(context)}}}) != []


@pytest.mark.parametrize(
    "shared",
    [
        {"host_pid": True},
        {"host_ipc": True},
        {"volume": [{"name": "x", "host_path": {"path": "/"}}]},
        {"init_container": [{"name": "first", "image": "x"}]},
        {"container": []},
    ],
)
def test_what_is_shared_with_the_node_or_not_restricted_fails(
    failures: Failures, shared: dict[str, Any]
) -> None:
    assert failures(POLICY, resource={"kubernetes_pod": {"x": {"spec": {**pod(), **shared}}}}) != []


def test_the_pod_may_say_for_all_that_they_are_not_root(failures: Failures) -> None:
    spec = pod({"run_as_non_root": None}, security_context={"run_as_non_root": True})

    assert failures(POLICY, resource={"kubernetes_pod": {"x": {"spec": spec}}}) == []
