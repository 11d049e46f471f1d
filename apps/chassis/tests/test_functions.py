from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from chassis import deadlines, tracing
from chassis.app import OpenAPI
from chassis.functions import Parts, UnknownEventError, function_handler
from flask import Response

Lines = Callable[[], list[dict[str, Any]]]
JOB = {"job": "nightly"}


@dataclass
class Invocation:
    """What Lambda tells; `seconds` are left."""

    seconds: float = 30
    aws_request_id: str = "11111111-2222-3333-4444-555555555555"

    def get_remaining_time_in_millis(self) -> int:
        return int(self.seconds * 1000)


def from_load_balancer(
    path: str, method: str = "GET", body: str = "", query: str = "", **headers: str
) -> dict[str, Any]:
    """Source: "Application Load Balancers, Use Lambda functions as targets, Multi-value headers"."""
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    return {
        "requestContext": {"elb": {"targetGroupArn": "arn:aws:elasticloadbalancing:…:targetgroup/cups/1"}},
        "httpMethod": method,
        "path": path,
        "multiValueQueryStringParameters": {name: [value] for name, _, value in pairs},
        "multiValueHeaders": {
            "host": ["cups.example.com"],
            "x-forwarded-for": ["192.0.2.1"],
            "x-forwarded-proto": ["https"],
            **{name.replace("_", "-"): [value] for name, value in headers.items()},
        },
        "body": body,
        "isBase64Encoded": False,
    }


def from_api_gateway(
    path: str, method: str = "GET", body: str = "", query: str = "", **headers: str
) -> dict[str, Any]:
    """Source: "API Gateway Developer Guide, Working with AWS Lambda proxy integrations, Payload format 2.0"."""
    return {
        "version": "2.0",
        "routeKey": f"ANY {path}",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {
            "host": "cups.example.com",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
        "requestContext": {
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
        },
        "body": body,
        "isBase64Encoded": False,
    }


entries = pytest.mark.parametrize("request_of", [from_load_balancer, from_api_gateway])


def body_of(answer: dict[str, Any] | None) -> Any:
    assert answer is not None
    text = base64.b64decode(answer["body"]) if answer["isBase64Encoded"] else answer["body"]
    return json.loads(text)


def header_of(answer: dict[str, Any] | None, name: str) -> Any:
    assert answer is not None
    found = answer.get("multiValueHeaders") or {key: [value] for key, value in answer["headers"].items()}
    return next(value for key, (value, *_) in found.items() if key.lower() == name.lower())


@entries
def test_the_same_app_answers_requests_unchanged(request_of: Any, app: OpenAPI) -> None:
    handler = function_handler(lambda: app)

    answer = handler(request_of("/api/cups", query="limit=7"), Invocation())

    assert answer is not None
    assert (answer["statusCode"], body_of(answer)) == (200, {"limit": 7})


@entries
def test_a_body_and_its_refusal_come_through(request_of: Any, app: OpenAPI) -> None:
    handler = function_handler(lambda: app)

    def post(body: str) -> Any:
        event = request_of("/api/cups", "POST", body, content_type="application/json")
        return handler(event, Invocation())

    assert body_of(post('{"name": "espresso", "millilitres": 60}'))["name"] == "espresso"
    refused = post('{"name": "espresso", "millilitres": -1}')
    assert refused["statusCode"] == 422
    assert header_of(refused, "content-type") == "application/problem+json"


@entries
def test_an_exception_in_a_request_is_a_problem_and_no_error_of_the_function(
    request_of: Any, app: OpenAPI
) -> None:
    answer = function_handler(lambda: app)(request_of("/api/cups/broken"), Invocation())

    assert answer is not None
    assert answer["statusCode"] == 500
    assert "hunter2" not in answer["body"]


@entries
def test_a_service_that_cannot_start_answers_a_problem(request_of: Any, lines: Lines) -> None:
    def create() -> OpenAPI:
        raise RuntimeError("the password is hunter2")

    answer = function_handler(create)(request_of("/api/cups"), Invocation())

    assert answer is not None
    assert answer["statusCode"] == 500
    problem = body_of(answer)
    assert (problem["status"], problem["instance"]) == (500, "/api/cups")
    assert problem["request_id"] == header_of(answer, "x-request-id")
    assert "hunter2" not in answer["body"]


@entries
def test_the_request_id_of_the_caller_is_kept(request_of: Any, app: OpenAPI, lines: Lines) -> None:
    answer = function_handler(lambda: app)(request_of("/api/cups", x_request_id="abc"), Invocation())

    assert header_of(answer, "x-request-id") == "abc"
    (line,) = lines()
    assert (line["request_id"], line["status"]) == ("abc", 200)


@entries
def test_a_request_for_which_too_little_time_is_left_is_answered_and_not_cut_off(
    request_of: Any, app: OpenAPI
) -> None:
    answer = function_handler(lambda: app)(request_of("/api/cups"), Invocation(seconds=0.2))

    assert answer is not None
    assert answer["statusCode"] == 504
    assert body_of(answer)["type"] == "urn:problem-type:deadline-exceeded"


def test_a_caller_that_waits_shorter_than_lambda_is_heard(app: OpenAPI) -> None:
    left = []

    @app.get("/api/cups/left")
    def _left() -> Response:
        left.append(deadlines.allowed(100))
        return Response()

    handler = function_handler(lambda: app)
    handler(from_load_balancer("/api/cups/left", x_request_timeout_ms="500"), Invocation(5))
    handler(from_load_balancer("/api/cups/left", x_request_timeout_ms="9000"), Invocation(5))

    assert 0 < left[0] <= 0.5
    assert 4 < left[1] <= 4.75


@pytest.mark.parametrize(
    ("request_of", "size", "status"),
    [
        (from_load_balancer, 900_000, 200),
        (from_load_balancer, 1_048_576, 500),
        (from_api_gateway, 1_048_576, 200),
        (from_api_gateway, 6_291_456, 500),
    ],
)
def test_an_answer_that_would_not_get_through_is_a_problem_and_a_log_line(
    request_of: Any, size: int, status: int, app: OpenAPI, lines: Lines
) -> None:
    @app.get("/api/cups/many")
    def _many() -> Response:
        return Response("x" * size, content_type="text/plain")

    answer = function_handler(lambda: app)(request_of("/api/cups/many"), Invocation())

    assert answer is not None
    assert answer["statusCode"] == status
    told = [line for line in lines() if line["event"] == "answer too large"]
    assert len(told) == (status == 500)


def test_two_cookies_reach_the_load_balancer(app: OpenAPI) -> None:
    @app.get("/api/cups/cookies")
    def _cookies() -> Response:
        answer = Response()
        answer.set_cookie("a", "1")
        answer.set_cookie("b", "2")
        return answer

    answer = function_handler(lambda: app)(from_load_balancer("/api/cups/cookies"), Invocation())

    assert answer is not None
    assert len(answer["multiValueHeaders"]["Set-Cookie"]) == 2


def test_a_job_is_done_by_its_name_within_a_trace(lines: Lines) -> None:
    done = []
    handler = function_handler(lambda: Parts(jobs={"nightly": lambda: done.append(tracing.current())}))

    assert handler(JOB, Invocation()) is None
    assert [trace.request_id for trace in done] == [Invocation().aws_request_id]


def test_a_job_that_fails_fails_its_invocation_so_that_lambda_repeats_it() -> None:
    def fail() -> None:
        raise LookupError("no such file")

    with pytest.raises(LookupError, match="no such file"):
        function_handler(lambda: Parts(jobs={"nightly": fail}))(JOB, Invocation())


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        ({"job": "weekly"}, "neither a request, messages nor a job that is known here: nightly."),
        ({}, "neither a request, messages nor a job that is known here: nightly."),
        (
            {"Records": [{"eventSource": "aws:sqs"}]},
            "messages came, but this function takes none. Give Parts messages.",
        ),
    ],
)
def test_an_event_that_it_was_not_made_for_fails_and_says_why(event: dict[str, Any], problem: str) -> None:
    handler = function_handler(lambda: Parts(jobs={"nightly": lambda: None}))

    with pytest.raises(UnknownEventError, match=f"^{problem}$"):
        handler(event, Invocation())


def test_a_request_to_a_function_without_an_app_is_a_problem() -> None:
    answer = function_handler(lambda: Parts(jobs={}))(from_load_balancer("/"), Invocation())

    assert answer is not None
    assert answer["statusCode"] == 500


def test_it_is_built_once_and_on_lambda_before_the_first_event(monkeypatch: pytest.MonkeyPatch) -> None:
    built = []

    def create() -> Parts:
        built.append(1)
        return Parts(jobs={"nightly": lambda: None})

    handler = function_handler(create)
    assert built == []
    for _ in range(2):
        handler(JOB, Invocation())
    assert built == [1]
    monkeypatch.setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001")
    function_handler(create)
    assert built == [1, 1]


def test_a_line_of_a_library_is_written_once(app: OpenAPI, lines: Lines) -> None:
    class LambdaLoggerHandler(logging.StreamHandler[Any]):
        """Lambda's own, by its name."""

    own = LambdaLoggerHandler()
    logging.getLogger().addHandler(own)
    function_handler(lambda: app)(from_load_balancer("/api/cups"), Invocation())
    lines()

    logging.getLogger("library").warning("once")

    assert [line["event"] for line in lines()] == ["once"]
    assert own not in logging.getLogger().handlers
