"""A desired state around the fixture service, and a patient look at what becomes of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from yard.local.control import Supervisor
from yard.local.desired import Action, Applied, Aws, Condition, Desired, HealthCheck, Rule, Service, Task
from yard.local.ports import free_port

FIXTURE = Path(__file__).with_name("fixture_service.py")
GROUP = "arn:group"
TASK_KEYS = ("command", "secrets", "environment", "stop_timeout_seconds")
COMMAND = ("python", str(FIXTURE))


def desired(
    apps: Path, *, port: int | None = None, release: str = "1", endpoint: str = "", **changes: Any
) -> Desired:
    """One service `hello` behind `/*`; `changes` are to the service, or `command`/`secrets` to its task."""
    (apps / "hello").mkdir(parents=True, exist_ok=True)
    task = {key: changes.pop(key) for key in TASK_KEYS if key in changes}
    service = Service(
        **{
            "name": "hello",
            "count": 1,
            "task": Task(**{"definition": "arn:definition:1", "command": COMMAND, **task}),
            "target_groups": (GROUP,),
            "health_check": HealthCheck(
                path="/health", healthy_threshold=2, unhealthy_threshold=2, interval_seconds=1
            ),
            **changes,
        }
    )
    rule = Rule(
        priority=1,
        conditions=(Condition(field="path", patterns=("/*",)),),
        action=Action(kind="forward", targets={GROUP: 1}),
    )
    return Desired(
        applied=Applied(services={"hello": service}, rules=(rule,)),
        aws=Aws(
            endpoint=endpoint or "http://127.0.0.1:9", region="eu-west-1", account="000000000001", started=1
        ),
        apps=apps,
        releases={"hello": release},
        port=port or free_port(),
    )


def hello(supervisor: Supervisor) -> dict[str, Any]:
    status = supervisor.status()
    assert status is not None
    found: dict[str, Any] = status["services"]["hello"]
    return found


def until(holds: Callable[[], Any], what: str, seconds: float = 15) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := holds():
            return found
        time.sleep(0.03)
    raise AssertionError(f"not within {seconds:g} s: {what}")


def waiting_messages(sqs: Any, queue: str) -> int:
    """Messages that are there or under way."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
    return sum(int(found[name]) for name in names)
