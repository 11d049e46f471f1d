from __future__ import annotations

import json
from typing import Any

import pytest
from receipts.redrive import RedriveError, main, redrive

QUEUE = "test-receipts-placed"


@pytest.fixture
def queues(aws: dict[str, Any]) -> tuple[str, str]:
    """The queue and its dead-letter queue."""
    sqs = aws["sqs"]
    dead = sqs.create_queue(QueueName=f"{QUEUE}--dead-letter")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": "5"})
    return sqs.create_queue(QueueName=QUEUE, Attributes={"RedrivePolicy": policy})["QueueUrl"], dead


class Tasks:
    """SQS whose move takes some looks and ends as told: the emulator has no such tasks."""

    def __init__(self, sqs: Any, *statuses: str) -> None:
        self._sqs, self._statuses = sqs, list(statuses)
        self.started: list[dict[str, Any]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sqs, name)

    def start_message_move_task(self, **arguments: Any) -> None:
        self.started.append(arguments)

    def list_message_move_tasks(self, **_: Any) -> dict[str, Any]:
        status = self._statuses.pop(0)
        result = {"Status": status, "ApproximateNumberOfMessagesMoved": 3}
        return {"Results": [result | ({"FailureReason": "AccessDenied"} if status == "FAILED" else {})]}


def test_dead_letters_go_back_to_their_queue(aws: dict[str, Any], queues: tuple[str, str]) -> None:
    tasks = Tasks(aws["sqs"], "RUNNING", "RUNNING", "COMPLETED")
    paused: list[float] = []

    moved = redrive(tasks, queues[0], per_second=10, pause=paused.append)

    assert moved == 3
    assert paused == [1.0, 1.0]
    (started,) = tasks.started
    assert started["SourceArn"].endswith(f":{QUEUE}--dead-letter")
    assert started["DestinationArn"].endswith(f":{QUEUE}")
    assert started["MaxNumberOfMessagesPerSecond"] == 10


def test_a_move_that_was_stopped_is_told(aws: dict[str, Any], queues: tuple[str, str]) -> None:
    with pytest.raises(RedriveError, match="SQS stopped after 3 messages: AccessDenied. Run it again."):  # noqa: RUF043
        redrive(Tasks(aws["sqs"], "FAILED"), queues[0])


def test_a_queue_without_a_dead_letter_queue_is_told(aws: dict[str, Any], queues: tuple[str, str]) -> None:
    with pytest.raises(RedriveError, match="has no dead-letter queue"):
        redrive(Tasks(aws["sqs"]), queues[1])


def test_what_is_not_set_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], {"AWS_REGION": "eu-west-1"}) == 2
    assert capsys.readouterr().err.startswith("QUEUE_PLACED_URL not set")
