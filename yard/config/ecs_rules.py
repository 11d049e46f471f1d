"""What must hold for a manifest with `runtime: ecs` that the values of single keys do not tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from yard.config.model import Broken

if TYPE_CHECKING:
    from yard.config.service import Service

# Source: "Amazon ECS API Reference, LinearConfiguration, stepPercent".
SMALLEST_LINEAR_STEP_PERCENT = 3


def broken_rules_of_ecs(service: Service) -> Iterator[Broken]:
    """Steps that ECS takes; messages only where there are queues."""
    if service.runtime != "ecs":
        return
    deploy = service.deploy
    if deploy.strategy == "linear" and deploy.percent < SMALLEST_LINEAR_STEP_PERCENT:
        yield Broken(
            ("deploy", "percent"),
            f"{deploy.percent} is too small a step for linear on ecs. Use {SMALLEST_LINEAR_STEP_PERCENT} to 100,"
            " or strategy: canary.",
            (("deploy", "strategy"), ("runtime",)),
        )
    if service.scale.messages_per_task and not service.queues:
        yield Broken(
            ("scale", "messages_per_task"),
            "counts messages, and this service has no queues. Add queues, or take it out.",
            (("queues",),),
        )
