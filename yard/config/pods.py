"""What a service gives up, or must not be called, when it runs as pods on Amazon EKS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from yard.config.model import Broken

if TYPE_CHECKING:
    from yard.config.service import Service

# The service's namespace has its name. Sources: "Kubernetes documentation, Namespaces, Initial namespaces", "Amazon
# EKS User Guide" (Fargate logging; CloudWatch Observability add-on), "cert-manager documentation".
NAMESPACES_OF_OTHERS = re.compile(r"default|kube-.*|amazon-.*|aws-.*|cert-manager")


def broken_rules_of_pods(service: Service) -> Iterator[Broken]:
    """The keys that only Amazon ECS can honour, and names that are taken in every cluster."""
    if service.runtime != "eks":
        return
    beside = (("runtime",),)
    if NAMESPACES_OF_OTHERS.fullmatch(service.name):
        yield Broken(
            ("name",), f"{service.name} is a namespace of Kubernetes's own. Use another name.", beside
        )
    if service.deploy.strategy != "rolling":
        yield Broken(
            ("deploy", "strategy"),
            f"{service.deploy.strategy} does not go with runtime eks: Kubernetes rolls pods one by one."
            " Use rolling, or runtime: ecs.",
            beside,
        )
    if service.scale.min == 0:
        yield Broken(
            ("scale", "min"),
            "0 does not go with runtime eks: Kubernetes scales on CPU, of which no pod has none. Use min 1 or more.",
            beside,
        )
    if service.scale.requests_per_task is not None:
        yield Broken(
            ("scale", "requests_per_task"),
            "does not go with runtime eks: pods scale on CPU alone. Take it out, or use runtime: ecs.",
            beside,
        )
    if service.scale.schedule:
        yield Broken(
            ("scale", "schedule"),
            "does not go with runtime eks: pods scale on CPU alone. Take it out, or use runtime: ecs.",
            beside,
        )
