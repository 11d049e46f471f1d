"""Pods, wherever a resource of the Kubernetes provider holds one."""

from __future__ import annotations

from policies.stack import Arguments

TEMPLATE = ("spec", "template", "spec")
# Kind without its version -> the way to the specification of the pod.
WAYS: dict[str, tuple[str, ...]] = {
    "kubernetes_pod": ("spec",),
    "kubernetes_deployment": TEMPLATE,
    "kubernetes_daemon_set": TEMPLATE,
    "kubernetes_daemonset": TEMPLATE,
    "kubernetes_stateful_set": TEMPLATE,
    "kubernetes_replication_controller": TEMPLATE,
    "kubernetes_job": TEMPLATE,
    "kubernetes_cron_job": ("spec", "job_template", "spec", "template", "spec"),
}
KINDS = tuple(f"{kind}{version}" for kind in WAYS for version in ("", "_v1", "_v1beta1", "_v2"))
CONTAINERS = ("container", "init_container", "ephemeral_container")


def pods_in(kind: str, arguments: Arguments) -> list[Arguments]:
    """The specifications of pods in a resource of one of KINDS."""
    for name, way in WAYS.items():
        if kind == name or kind.startswith(f"{name}_v"):
            return arguments.blocks(*way)
    return []


def containers_of(pod: Arguments) -> list[Arguments]:
    """All containers of a pod, those that run first included."""
    return [container for name in CONTAINERS for container in pod.blocks(name)]
