"""Each Deployment scales between two limits by what it is asked to do.

Checks that an autoscaler of the stack names the Deployment, with room between its limits and a metric.
Why: with a fixed number, a busy day turns customers away, and every night pays for the day.

Bad:  resource "kubernetes_deployment_v1" "stock" { spec { replicas = 4 } }
Good: with kubernetes_horizontal_pod_autoscaler_v2 (2 to 20) on CPU
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource

SCALERS = tuple(
    f"kubernetes_horizontal_pod_autoscaler{version}" for version in ("", "_v1", "_v2", "_v2beta2")
)


class PodsScale(ResourcePolicy):
    """Fails where nothing scales a Deployment, or what does has no room."""

    identifier = "YARD_POD_6"
    title = "Each Deployment scales between two limits by what it is asked to do"
    severity_level = "medium"
    why = "A busy day turns customers away, and every night pays for the day."
    fix = (
        "Give it a kubernetes_horizontal_pod_autoscaler_v2 with min_replicas below max_replicas and a metric."
    )
    page = (
        "AWS Well-Architected Framework, REL07-BP01 Use automation when obtaining or scaling resources; Amazon EKS"
        " Best Practices Guide, Reliability, Horizontal Pod Autoscaler"
    )
    resources = ("kubernetes_deployment_v1", "kubernetes_deployment")
    keys = ("spec/replicas",)

    def holds(self, resource: Resource) -> bool:
        """True where an autoscaler with room names this Deployment."""
        name = resource.arguments.text("metadata", "name")
        return any(
            _is_for(scaler, resource, name) and _has_room(scaler.arguments)
            for scaler in self.stack.resources(*SCALERS)
        )


def _is_for(scaler: Resource, deployment: Resource, name: str) -> bool:
    target = scaler.arguments.text("spec", "scale_target_ref", "name")
    return target == name or deployment.is_meant_by(target)


def _has_room(scaler: Arguments) -> bool:
    low, high = scaler.number("spec", "min_replicas"), scaler.number("spec", "max_replicas")
    by = scaler.blocks("spec", "metric") or scaler.all("spec", "target_cpu_utilization_percentage")
    return high is not None and high > max(low or 1, 1) and bool(by)


check = PodsScale()
