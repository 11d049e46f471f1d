"""The function as Lambda calls it: batches of messages, and requests, through one handler."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from chassis.functions import Function, function_handler
from receipts.handler import create_parts
from receipts.settings import Settings

TABLE = "test-receipts-receipts"
Batch = Callable[..., dict[str, Any]]


class Invocation:
    """What Lambda tells about one."""

    aws_request_id = "invocation-1"

    def get_remaining_time_in_millis(self) -> int:
        return 20_000


@pytest.fixture
def handler(aws: dict[str, Any], settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Function:
    monkeypatch.setattr("receipts.connect", lambda _, service: aws[service])
    return function_handler(lambda: create_parts(settings))


def failed(answer: Any) -> list[str]:
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def get(path: str) -> dict[str, Any]:
    """A request as an Application Load Balancer hands it over."""
    return {
        "requestContext": {"elb": {"targetGroupArn": "arn"}},
        "httpMethod": "GET",
        "path": path,
        "queryStringParameters": {},
        "headers": {"host": "shop.test", "x-forwarded-proto": "https", "x-forwarded-port": "443"},
        "body": "",
        "isBase64Encoded": False,
    }


def test_an_order_that_was_placed_has_a_receipt_that_can_be_read(
    handler: Function, batch: Batch, detail: dict[str, Any]
) -> None:
    path = f"/api/receipts/{detail['order_id']}"
    before = handler(get(path), Invocation())

    answer = handler(batch(detail), Invocation())
    after = handler(get(path), Invocation())
    page = handler(get(f"{path}.html"), Invocation())

    assert failed(answer) == []
    assert before is not None
    assert after is not None
    assert page is not None
    assert (before["statusCode"], after["statusCode"], page["statusCode"]) == (404, 200, 200)
    assert json.loads(after["body"])["total"] == {"amount": 5855, "currency": "EUR"}
    assert "Espresso cup" in page["body"]


def test_an_event_that_comes_twice_gives_one_receipt(
    handler: Function, batch: Batch, detail: dict[str, Any], aws: dict[str, Any]
) -> None:
    same_batch = handler(batch(detail, detail), Invocation())
    again = handler(batch(detail), Invocation())

    assert failed(same_batch) == failed(again) == []
    assert aws["dynamodb"].scan(TableName=TABLE)["Count"] == 1


def without(detail: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in detail.items() if name != key}


def test_of_a_batch_only_what_cannot_be_read_fails(
    handler: Function, batch: Batch, detail: dict[str, Any], aws: dict[str, Any]
) -> None:
    pounds = detail | {"total": {"amount": 1, "currency": "GBP"}}
    of_another_type = json.dumps({"detail-type": "order-sent", "detail": detail})

    answer = handler(
        batch("no JSON", without(detail, "total"), detail, pounds, of_another_type, detail | {"new": 1}),
        Invocation(),
    )

    assert failed(answer) == ["message-0", "message-1", "message-3", "message-4"]
    assert aws["dynamodb"].scan(TableName=TABLE)["Count"] == 1


def test_while_s3_is_away_messages_come_again_and_none_is_lost(
    handler: Function, batch: Batch, detail: dict[str, Any], aws: dict[str, Any]
) -> None:
    bucket = {"Bucket": "test-receipts-documents"}
    aws["s3"].delete_bucket(**bucket)
    first = handler(batch(detail), Invocation())
    aws["s3"].create_bucket(**bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})

    second = handler(batch(detail), Invocation())

    assert failed(first) == ["message-0"]
    assert failed(second) == []


def test_nothing_personal_is_logged(
    handler: Function, batch: Batch, detail: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    handler(batch(detail), Invocation())

    written = capsys.readouterr().out
    assert detail["order_id"] in written
    assert "ada@example.com" not in written
