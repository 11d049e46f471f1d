from __future__ import annotations

from typing import Any

import pytest

from yard.config import YardError
from yard.release import rollout
from yard.release.rollout import RolloutFailedError, wait_for_rollout


class Ecs:
    """ECS that tells another status each time it is asked."""

    def __init__(self, *statuses: str, reason: str = "") -> None:
        self.statuses, self.reason = list(statuses), reason
        self.asked: list[Any] = []

    def list_service_deployments(self, **what: str) -> Any:
        self.asked.append(what)
        old = {"serviceDeploymentArn": "arn:old", "createdAt": 1}
        new = {"serviceDeploymentArn": "arn:new", "createdAt": 2}
        return {"serviceDeployments": [old, new] if self.statuses else []}

    def describe_service_deployments(self, serviceDeploymentArns: list[str]) -> Any:  # noqa: N803 - boto3's
        assert serviceDeploymentArns == ["arn:new"]
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        return {"serviceDeployments": [{"status": status, "statusReason": self.reason}]}


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollout, "PAUSE_SECONDS", 0.0)


def wait(ecs: Ecs, bake_minutes: int = 0) -> list[str]:
    said: list[str] = []
    wait_for_rollout(ecs, cluster="dev", service="dev-shop", bake_minutes=bake_minutes, tell=said.append)
    return said


def test_it_ends_when_every_task_is_the_new_one() -> None:
    ecs = Ecs("PENDING", "IN_PROGRESS", "SUCCESSFUL")

    assert wait(ecs) == ["dev-shop: ECS says pending", "dev-shop: ECS says in progress"]
    assert ecs.asked[0] == {"cluster": "dev", "service": "dev-shop"}


def test_a_service_that_never_rolled_out_is_not_waited_for() -> None:
    assert wait(Ecs()) == []


@pytest.mark.parametrize(
    ("status", "went_back"), [("ROLLBACK_SUCCESSFUL", True), ("ROLLBACK_FAILED", False), ("STOPPED", False)]
)
def test_a_version_that_does_not_come_up_is_told_with_ecss_reason(status: str, went_back: bool) -> None:
    with pytest.raises(RolloutFailedError, match="dev-shop out: tasks failed to start") as failed:
        wait(Ecs("IN_PROGRESS", status, reason="tasks failed to start"))

    assert failed.value.went_back is went_back


def test_patience_ends_and_grows_with_the_time_to_bake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollout, "PATIENCE_SECONDS", -60)

    with pytest.raises(
        YardError, match=r"ECS still rolls dev-shop out \(IN_PROGRESS\)\. It goes on without us"
    ):
        wait(Ecs("IN_PROGRESS"))
    assert wait(Ecs("IN_PROGRESS", "SUCCESSFUL"), bake_minutes=2)
