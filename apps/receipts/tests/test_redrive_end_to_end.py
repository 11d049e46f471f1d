"""Dead letters from their fault to the receipt: through real queues of the emulated AWS, and by the real API's shapes.

moto counts receives and moves to the dead-letter queue as SQS does, and has no message move tasks; `MovingTasks` does
with its queues what "Amazon SQS API Reference, StartMessageMoveTask" says. What the command sends and reads is held
against the description of the API that boto3 brings along.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from chassis.functions import Function, function_handler
from receipts.handler import create_parts
from receipts.redrive import main, redrive
from receipts.settings import Settings

REGION, QUEUE = "eu-west-1", "test-receipts-placed"
DEAD = f"{QUEUE}--dead-letter"
MOST_RECEIVES = 2
Batch = Callable[..., dict[str, Any]]


class Invocation:
    """What Lambda tells about one."""

    aws_request_id = "invocation-1"

    def get_remaining_time_in_millis(self) -> int:
        return 20_000


class MovingTasks:
    """moto's SQS with message move tasks: all that is in the source goes to the destination, with its attributes."""

    def __init__(self, sqs: Any) -> None:
        self._sqs = sqs
        self._moved: dict[str, int] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sqs, name)

    def start_message_move_task(self, *, SourceArn: str, DestinationArn: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        source, destination = (address(self._sqs, arn) for arn in (SourceArn, DestinationArn))
        moved = 0
        while messages := receive(self._sqs, source):
            for message in messages:
                self._sqs.send_message(QueueUrl=destination, MessageBody=message["Body"])
                self._sqs.delete_message(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"])
                moved += 1
        self._moved[SourceArn] = moved
        return {"TaskHandle": "handle"}

    def list_message_move_tasks(self, *, SourceArn: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        return {
            "Results": [
                {"Status": "COMPLETED", "ApproximateNumberOfMessagesMoved": self._moved[SourceArn]},
            ]
        }


def address(sqs: Any, arn: str) -> str:
    return str(sqs.get_queue_url(QueueName=arn.rsplit(":", 1)[-1])["QueueUrl"])


def receive(sqs: Any, queue: str) -> list[dict[str, Any]]:
    # No message stays hidden: a test does not wait for a visibility time-out.
    found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0)
    return list(found.get("Messages", []))


@pytest.fixture
def queue(aws: dict[str, Any]) -> str:
    sqs = aws["sqs"]
    dead = sqs.create_queue(QueueName=DEAD)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": str(MOST_RECEIVES)})
    return str(sqs.create_queue(QueueName=QUEUE, Attributes={"RedrivePolicy": policy})["QueueUrl"])


@pytest.fixture
def handler(aws: dict[str, Any], settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Function:
    monkeypatch.setattr("receipts.connect", lambda _, service: aws[service])
    return function_handler(lambda: create_parts(settings))


def lambda_polls(sqs: Any, queue: str, handler: Function, batch: Batch) -> int:
    """Take what waits, invoke the function with it, delete what it did not name as failed. Returns how many failed."""
    messages = receive(sqs, queue)
    if not messages:
        return 0
    event = batch(*(message["Body"] for message in messages))
    answer = handler(event, Invocation())
    assert answer is not None
    failed = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
    for record, message in zip(event["Records"], messages, strict=True):
        if record["messageId"] not in failed:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return len(failed)


def waiting(sqs: Any, name: str) -> int:
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    names = ["ApproximateNumberOfMessages"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return int(attributes["ApproximateNumberOfMessages"])


def test_dead_letters_become_receipts_once_the_fault_is_mended(
    aws: dict[str, Any], queue: str, handler: Function, batch: Batch, detail: dict[str, Any]
) -> None:
    sqs, dynamodb = aws["sqs"], aws["dynamodb"]
    orders = [{**detail, "order_id": f"00000000-0000-4000-8000-00000000000{number}"} for number in range(3)]
    for order in orders:
        (record,) = batch(order)["Records"]
        sqs.send_message(QueueUrl=queue, MessageBody=record["body"])
    dynamodb.delete_table(TableName="test-receipts-receipts")

    failures = [lambda_polls(sqs, queue, handler, batch) for _ in range(MOST_RECEIVES + 1)]
    assert failures == [3, 3, 0]
    assert (waiting(sqs, QUEUE), waiting(sqs, DEAD)) == (0, 3)

    dynamodb.create_table(
        TableName="test-receipts-receipts",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "order_id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "order_id", "AttributeType": "S"}],
    )
    assert redrive(MovingTasks(sqs), queue) == 3
    assert (waiting(sqs, QUEUE), waiting(sqs, DEAD)) == (3, 0)

    assert lambda_polls(sqs, queue, handler, batch) == 0
    stored = dynamodb.scan(TableName="test-receipts-receipts")["Items"]
    assert sorted(item["order_id"]["S"] for item in stored) == [order["order_id"] for order in orders]
    assert (waiting(sqs, QUEUE), waiting(sqs, DEAD)) == (0, 0)


def test_what_the_command_asks_and_reads_is_what_the_api_describes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sqs = boto3.session.Session().client("sqs", region_name=REGION)
    url, arn = (
        f"https://sqs.{REGION}.amazonaws.com/123456789012/{QUEUE}",
        f"arn:aws:sqs:{REGION}:123456789012",
    )
    policy = json.dumps({"deadLetterTargetArn": f"{arn}:{DEAD}", "maxReceiveCount": 5})
    task = {"Status": "COMPLETED", "SourceArn": f"{arn}:{DEAD}", "ApproximateNumberOfMessagesMoved": 7}
    with Stubber(sqs) as api:
        api.add_response(
            "get_queue_attributes",
            {"Attributes": {"QueueArn": f"{arn}:{QUEUE}", "RedrivePolicy": policy}},
            {"QueueUrl": url, "AttributeNames": ["QueueArn", "RedrivePolicy"]},
        )
        api.add_response(
            "start_message_move_task",
            {"TaskHandle": "handle"},
            {
                "SourceArn": f"{arn}:{DEAD}",
                "DestinationArn": f"{arn}:{QUEUE}",
                "MaxNumberOfMessagesPerSecond": 20,
            },
        )
        api.add_response(
            "list_message_move_tasks", {"Results": [task]}, {"SourceArn": f"{arn}:{DEAD}", "MaxResults": 1}
        )
        monkeypatch.setattr("boto3.session.Session.client", lambda *_, **__: sqs)

        status = main(["--per-second", "20"], {"QUEUE_PLACED_URL": url, "AWS_REGION": REGION})

        api.assert_no_pending_responses()
    assert (status, capsys.readouterr().out) == (0, "7 messages are back in the queue.\n")


def test_moto_does_not_know_the_task_yet(aws: dict[str, Any], queue: str) -> None:
    """When it does, `MovingTasks` can go."""
    source = f"arn:aws:sqs:{REGION}:123456789012:{DEAD}"

    with pytest.raises(NotImplementedError):
        aws["sqs"].start_message_move_task(SourceArn=source)
