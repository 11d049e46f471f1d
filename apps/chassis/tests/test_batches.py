from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from chassis import logs, tracing
from chassis.batches import Batches, Consumer, Message

Lines = Callable[[], list[dict[str, Any]]]
QUEUE = "dev-receipts-orders"


@pytest.fixture(autouse=True)
def _queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUEUE_ORDERS_URL", f"https://sqs.eu-west-1.amazonaws.com/111111111111/{QUEUE}")


def event(*bodies: str, queue: str = QUEUE, attempt: int = 1, **attributes: str) -> dict[str, Any]:
    """Source: "AWS Lambda Developer Guide, Using Lambda with Amazon SQS"."""
    return {
        "Records": [
            {
                "messageId": f"message-{number}",
                "receiptHandle": "…",
                "body": body,
                "attributes": {"ApproximateReceiveCount": str(attempt)},
                "messageAttributes": {
                    name: {"stringValue": value, "dataType": "String"} for name, value in attributes.items()
                },
                "md5OfBody": "…",
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:eu-west-1:111111111111:{queue}",
                "awsRegion": "eu-west-1",
            }
            for number, body in enumerate(bodies, start=1)
        ]
    }


def take(consumer: Consumer, told: dict[str, Any], left: Callable[[], float] = lambda: 30.0) -> list[str]:
    """The ids of the messages that failed."""
    answer = Batches({"orders": consumer}).take(told, left)
    json.dumps(answer)  # Lambda has to
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def test_every_message_reaches_its_queues_consumer() -> None:
    taken: list[Message] = []

    failed = take(taken.append, event('{"order": 1}', '{"order": 2}', attempt=3, origin="web"))

    assert failed == []
    assert [message.json() for message in taken] == [{"order": 1}, {"order": 2}]
    assert (taken[0].queue, taken[0].attempt, taken[0].attributes) == ("orders", 3, {"origin": "web"})


def test_only_the_message_that_fails_comes_again_and_the_log_says_why(lines: Lines) -> None:
    def consume(message: Message) -> None:
        if message.json()["order"] == 2:
            raise LookupError("no such order")

    logs.configure("receipts", "test", "info")

    assert take(consume, event('{"order": 1}', '{"order": 2}', '{"order": 3}')) == ["message-2"]
    told = lines()
    assert [line["event"] for line in told] == ["message done", "message failed", "message done"]
    assert (told[1]["message_id"], told[1]["request_id"]) == ("message-2", "message-2")
    assert "LookupError: no such order" in told[1]["exception"]


def test_a_body_that_is_no_json_fails_alone() -> None:
    assert take(lambda message: message.json(), event("{", "{}")) == ["message-1"]


def test_a_batch_of_which_every_message_fails_is_no_error_of_the_function() -> None:
    def fail(_: Message) -> None:
        raise LookupError

    assert take(fail, event("{}", "{}")) == ["message-1", "message-2"]


def test_batches_do_not_remember_each_other() -> None:
    def fail(message: Message) -> None:
        if message.body == "bad":
            raise LookupError

    batches = Batches({"orders": fail})
    first = batches.take(event("bad"), lambda: 30.0)
    second = batches.take(event("good"), lambda: 30.0)

    assert (len(first["batchItemFailures"]), second["batchItemFailures"]) == (1, [])


def test_a_message_goes_on_with_its_senders_trace() -> None:
    traces = []
    parent = f"00-{'a' * 32}-{'b' * 16}-01"

    take(lambda _: traces.append(tracing.current()), event("{}", traceparent=parent, request_id="abc"))

    assert [(trace.trace_id, trace.request_id) for trace in traces] == [("a" * 32, "abc")]
    assert tracing.present() is None


def test_without_a_trace_its_own_id_finds_it_in_the_logs() -> None:
    traces = []

    take(lambda _: traces.append(tracing.current()), event("{}"))

    assert [trace.request_id for trace in traces] == ["message-1"]


def test_what_there_is_no_time_for_comes_again_and_what_is_done_stays_done() -> None:
    taken: list[Message] = []
    left = iter([5.0, 0.5, 0.4])

    assert take(taken.append, event("{}", "{}", "{}"), lambda: next(left)) == ["message-2", "message-3"]
    assert [message.id for message in taken] == ["message-1"]


def test_a_message_of_another_queue_fails_alone() -> None:
    taken: list[Message] = []

    assert take(taken.append, event("{}", queue="dev-receipts-returns")) == ["message-1"]
    assert taken == []
