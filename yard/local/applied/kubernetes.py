"""Kubernetes Deployments in the state: pods that run here as processes, as ECS tasks do."""

from __future__ import annotations

from collections.abc import Iterator

from yard.config import YardError
from yard.local.applied.listener import health_check
from yard.local.applied.resources import Resource, Resources, Values, first, number
from yard.local.desired import HealthCheck, Service, Task

DEPLOYMENTS = ("kubernetes_deployment_v1", "kubernetes_deployment")
AUTOSCALERS = ("kubernetes_horizontal_pod_autoscaler_v2", "kubernetes_horizontal_pod_autoscaler_v1")
# Source: "Kubernetes documentation, Pod Lifecycle, Termination of Pods".
GRACE_PERIOD_SECONDS = 30


def pods(resources: Resources) -> Iterator[Service]:
    """Every Deployment; YardError where one cannot run here."""
    for deployment in resources.of(*DEPLOYMENTS):
        yield _service(resources, deployment)


def _service(resources: Resources, deployment: Resource) -> Service:
    metadata, spec = first(deployment.values.get("metadata")), first(deployment.values.get("spec"))
    pod = first(first(spec.get("template")).get("spec"))
    container = first(pod.get("container"))
    key = (metadata.get("namespace") or "default", metadata["name"])
    groups = _target_groups(resources, key)
    known = {values["arn"]: values for values in resources.values("aws_lb_target_group")}
    group = known.get(groups[0]) if groups else None
    startup = first(container.get("startup_probe"))
    return Service(
        name=container["name"],
        count=max(int(number(spec.get("replicas"), 1)), _least_pods(resources, key)),
        task=Task(
            definition=f"{'/'.join(key)}",
            command=_command(container, deployment),
            environment=_environment(container, deployment),
            stop_timeout_seconds=number(pod.get("termination_grace_period_seconds"), GRACE_PERIOD_SECONDS),
        ),
        target_groups=groups,
        health_check=health_check(group) if group else _readiness(container),
        grace_period_seconds=number(startup.get("period_seconds"), 0)
        * number(startup.get("failure_threshold"), 0),
        deregistration_delay_seconds=number((group or {}).get("deregistration_delay"), 0),
    )


def _target_groups(resources: Resources, key: tuple[str, str]) -> tuple[str, ...]:
    """Target groups bound to the Deployment's Service, which has its name."""
    found = []
    for values in resources.values("kubernetes_manifest"):
        manifest = values.get("manifest") or {}
        if manifest.get("kind") == "TargetGroupBinding":
            spec, namespace = manifest["spec"], manifest["metadata"].get("namespace", "default")
            if (namespace, spec["serviceRef"]["name"]) == key:
                found.append(str(spec["targetGroupARN"]))
    return tuple(found)


def _least_pods(resources: Resources, key: tuple[str, str]) -> int:
    for values in resources.values(*AUTOSCALERS):
        metadata, spec = first(values.get("metadata")), first(values.get("spec"))
        target = first(spec.get("scale_target_ref"))
        if (metadata.get("namespace") or "default", target.get("name")) == key:
            return int(number(spec.get("min_replicas"), 1))
    return 0


def _command(container: Values, deployment: Resource) -> tuple[str, ...]:
    # Source: "Kubernetes documentation, Define a Command and Arguments for a Container".
    words = (*(container.get("command") or ()), *(container.get("args") or ()))
    if not words:
        raise YardError(
            f"{deployment.address}: container {container['name']} has no command, so it runs what its image says, and"
            f" there is no image on this machine. Set `command` in apps/{container['name']}/service.yaml."
        )
    return tuple(_expanded(word) for word in words)


def _environment(container: Values, deployment: Resource) -> dict[str, str]:
    found = {}
    for pair in container.get("env") or ():
        if pair.get("value_from"):
            raise YardError(
                f"{deployment.address}: variable {pair['name']} comes from an object in the cluster, and there is no"
                " cluster on this machine. Give it a value."
            )
        found[pair["name"]] = _expanded(pair.get("value") or "")
    return found


def _expanded(text: str) -> str:
    """`$$(` stands for `$(` (source: "Kubernetes documentation, Define Dependent Environment Variables")."""
    return text.replace("$$(", "$(")


def _readiness(container: Values) -> HealthCheck | None:
    probe = first(container.get("readiness_probe"))
    path = first(probe.get("http_get")).get("path")
    if not path:
        return None
    # Source: "Kubernetes documentation, Configure Liveness, Readiness and Startup Probes" (defaults; 200 to 399).
    return HealthCheck(
        path=path,
        codes="200-399",
        interval_seconds=number(probe.get("period_seconds"), 10),
        timeout_seconds=number(probe.get("timeout_seconds"), 1),
        healthy_threshold=int(number(probe.get("success_threshold"), 1)),
        unhealthy_threshold=int(number(probe.get("failure_threshold"), 3)),
    )
