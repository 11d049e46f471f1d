"""Events look as AWS writes them, and what functions return is read as AWS reads it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from yard.local.functions import api_gateway, load_balancer
from yard.local.functions.exchange import HttpRequest, MalformedAnswerError
from yard.local.functions.queue_poller import failures, record
from yard.local.functions.worker import Outcome

GROUP = "arn:group"
BATCH = [{"MessageId": "a"}, {"MessageId": "b"}]
EVERYTHING = {"a", "b"}


def request(**changes: Any) -> HttpRequest:
    return HttpRequest(**{"method": "GET", "path": "/x", **changes})


def test_with_multi_values_repeated_headers_and_parameters_come_as_lists() -> None:
    asked = request(query="a=1&a=2&b", headers=(("Accept", "text/html"), ("Accept", "*/*")))

    event = load_balancer.event(asked, GROUP, multi_value=True)

    assert event["multiValueHeaders"] == {"accept": ["text/html", "*/*"]}
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"], "b": [""]}
    assert event.keys().isdisjoint({"headers", "queryStringParameters"})


def test_without_multi_values_the_last_one_counts() -> None:
    event = load_balancer.event(request(query="a=1&a=2"), GROUP, multi_value=False)

    assert event["queryStringParameters"] == {"a": "2"}


@pytest.mark.parametrize(
    ("headers", "encoded"),
    [
        ((("Content-Type", "application/json; charset=utf-8"),), False),
        ((("Content-Type", "image/png"),), True),
        ((("Content-Type", "text/plain"), ("Content-Encoding", "gzip")), True),
        ((), True),
    ],
)
def test_only_text_comes_as_text(headers: tuple[tuple[str, str], ...], encoded: bool) -> None:
    event = load_balancer.event(request(headers=headers, body=b"body"), GROUP, multi_value=False)

    assert event["isBase64Encoded"] is encoded
    assert event["body"] == (base64.b64encode(b"body").decode() if encoded else "body")


def test_an_answer_keeps_status_headers_of_both_kinds_and_binary_bodies() -> None:
    payload = {
        "statusCode": "201",
        "statusDescription": "201 Made",
        "headers": {"X-One": "1"},
        "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]},
        "body": base64.b64encode(b"\x89PNG").decode(),
        "isBase64Encoded": True,
    }

    found = load_balancer.answer(json.dumps(payload).encode())

    assert (found.status, found.reason, found.body) == (201, "Made", b"\x89PNG")
    assert found.headers == (("X-One", "1"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))


@pytest.mark.parametrize(
    "payload",
    [
        b"null",
        b'"text"',
        b"{}",
        b"not json",
        b'{"statusCode": "x"}',
        b'{"statusCode": 200, "body": {}, "headers": {}, "isBase64Encoded": true}',
        b'{"statusCode": 200, "body": "%", "isBase64Encoded": true}',
        b'{"statusCode": 200, "body": ["a list"]}',
    ],
)
def test_what_is_no_answer_is_refused(payload: bytes) -> None:
    if payload == b'{"statusCode": 200, "body": {}, "headers": {}, "isBase64Encoded": true}':
        assert load_balancer.answer(payload).body == b""  # an empty body is none
        return
    with pytest.raises(MalformedAnswerError):
        load_balancer.answer(payload)


def test_an_http_api_takes_plain_json_for_a_200() -> None:
    found = api_gateway.answer(b'{"total": 3}')

    assert (found.status, found.body) == (200, b'{"total": 3}')
    assert found.headers == (("content-type", "application/json"),)


def test_an_http_api_sets_cookies_one_by_one() -> None:
    found = api_gateway.answer(json.dumps({"statusCode": 204, "cookies": ["a=1", "b=2"]}).encode())

    assert [value for name, value in found.headers if name == "set-cookie"] == ["a=1", "b=2"]


@pytest.mark.parametrize(
    ("route", "path", "parameters"),
    [
        ("ANY /api/{proxy+}", "/api/a/b%20c", {"proxy": "a/b c"}),
        ("GET /orders/{id}/lines/{line}", "/orders/7/lines/2", {"id": "7", "line": "2"}),
        ("$default", "/x", {}),
    ],
)
def test_path_parameters_are_read_from_the_route(route: str, path: str, parameters: dict[str, str]) -> None:
    assert api_gateway.path_parameters(route, path) == parameters


@pytest.mark.parametrize(
    ("outcome", "partial", "failed"),
    [
        (Outcome(b"null"), True, set()),
        (Outcome(b"{}"), True, set()),
        (Outcome(b'{"batchItemFailures": []}'), True, set()),
        (Outcome(b'{"batchItemFailures": [{"itemIdentifier": "b"}]}'), True, {"b"}),
        (Outcome(b'{"batchItemFailures": [{"itemIdentifier": "b"}]}'), False, set()),
        (Outcome(b'{"batchItemFailures": [{"itemIdentifier": "?"}]}'), True, EVERYTHING),
        (Outcome(b'{"batchItemFailures": [{}]}'), True, EVERYTHING),
        (Outcome(b'"text"'), True, EVERYTHING),
        (Outcome(b"", "ValueError", "broken"), True, EVERYTHING),
    ],
)
def test_what_failed_stays_in_the_queue(outcome: Outcome, partial: bool, failed: set[str]) -> None:
    assert failures(outcome, BATCH, partial_failures=partial) == failed


def test_a_message_becomes_a_record() -> None:
    message = {
        "MessageId": "a",
        "ReceiptHandle": "handle",
        "Body": "body",
        "MD5OfBody": "md5",
        "Attributes": {"ApproximateReceiveCount": "1"},
        "MessageAttributes": {"trace": {"StringValue": "00-1", "DataType": "String"}},
    }

    found = record(message, "arn:queue", "eu-west-1")

    assert found["messageAttributes"]["trace"]["stringValue"] == "00-1"
    assert (found["eventSource"], found["eventSourceARN"]) == ("aws:sqs", "arn:queue")
