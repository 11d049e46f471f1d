"""Waits until ECS runs the new version of a service everywhere, or has gone back to the earlier one by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from yard.config import YardError

PAUSE_SECONDS = 10.0
# Beyond what the strategy bakes: images are pulled, health checks pass, old tasks finish their requests.
PATIENCE_SECONDS = 30 * 60
# Source: "Amazon ECS API Reference, ServiceDeployment", status.
DONE = "SUCCESSFUL"
ENDED_BADLY = frozenset({"STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED"})
WENT_BACK = frozenset({"ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL"})


class RolloutFailedError(YardError):
    """The new version did not come up. went_back: whether ECS runs the earlier one again."""

    def __init__(self, message: str, *, went_back: bool) -> None:
        super().__init__(message)
        self.went_back = went_back


def wait_for_rollout(
    ecs: Any, *, cluster: str, service: str, bake_minutes: int, tell: Callable[[str], None]
) -> None:
    """Wait for the latest deployment of an ECS service; nothing happens where it never had one.

    bake_minutes: so long the strategy runs old and new side by side.
    Raises RolloutFailedError with ECS's own reason where the deployment fails, YardError where it takes too long.
    """
    until = time.monotonic() + PATIENCE_SECONDS + bake_minutes * 60
    while True:
        latest = _latest(ecs, cluster, service)
        if latest is None or latest["status"] == DONE:
            return
        if latest["status"] in ENDED_BADLY:
            reason = latest.get("statusReason") or "ECS gives no reason"
            raise RolloutFailedError(
                f"ECS could not roll {service} out: {reason}.", went_back=latest["status"] in WENT_BACK
            )
        if time.monotonic() > until:
            raise YardError(
                f"ECS still rolls {service} out ({latest['status']}). It goes on without us; look at it with"
                f" aws ecs list-service-deployments --cluster {cluster} --service {service}."
            )
        tell(f"{service}: ECS says {latest['status'].lower().replace('_', ' ')}")
        time.sleep(PAUSE_SECONDS)


def _latest(ecs: Any, cluster: str, service: str) -> dict[str, Any] | None:
    brief = ecs.list_service_deployments(cluster=cluster, service=service)["serviceDeployments"]
    if not brief:
        return None
    newest = max(brief, key=lambda one: one["createdAt"])
    (whole,) = ecs.describe_service_deployments(serviceDeploymentArns=[newest["serviceDeploymentArn"]])[
        "serviceDeployments"
    ]
    found: dict[str, Any] = whole
    return found
