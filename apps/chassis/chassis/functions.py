"""The same service on AWS Lambda: one handler that answers requests, takes messages and does scheduled jobs.

    # receipts/handler.py; `function.handler` in the manifest is receipts.handler.handler unless it says otherwise
    handler = function_handler(create_app)

`create_app` is what gunicorn serves elsewhere. A service that also takes messages gives a factory of `Parts` instead.
Requests come from an Application Load Balancer or an API Gateway HTTP API, messages from SQS, jobs from EventBridge
Scheduler as `{"job": "<name>"}`.

The last line of defence: whatever happens in a request, its answer is problem details; in a batch of messages only
that message fails (`chassis.batches`); a job that fails fails its invocation, which Lambda repeats twice and then
keeps in the dead-letter queue. Needs the extra `lambda`.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import structlog
from apig_wsgi import make_lambda_handler

from chassis import deadlines, telemetry, tracing
from chassis.batches import Batches, Consumer
from chassis.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger("chassis.functions")
Event = Mapping[str, Any]
Job = Callable[[], object]

# Sources: "Application Load Balancers, Use Lambda functions as targets"; "AWS Lambda Developer Guide, Lambda quotas".
LARGEST_ANSWER_BYTES = {"load_balancer": 1024 * 1024, "api_gateway": 6 * 1024 * 1024}
# What the answer of the function takes beside the body.
ENVELOPE_BYTES = 16 * 1024
# Kept back from the time that Lambda gives, so that a 504 of our own still goes out.
RESERVE_SECONDS = 0.25


class Context(Protocol):
    """What Lambda tells about an invocation."""

    aws_request_id: str

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda ends the invocation."""


class UnknownEventError(ValueError):
    """Something invokes the function that it was not made for."""


@dataclass(frozen=True)
class Parts:
    """What a function is made of.

    app: answers requests. messages: name of a queue in the manifest -> takes a message of it.
    jobs: name of a job in the manifest -> does it.
    """

    app: WSGIApplication | None = None
    messages: Mapping[str, Consumer] = field(default_factory=dict)
    jobs: Mapping[str, Job] = field(default_factory=dict)


class Function:
    """Built from a factory with the first event; on Lambda before that, where the time is not the caller's."""

    def __init__(self, create: Callable[[], Parts | WSGIApplication]) -> None:
        self._create = create
        self._built: _Built | None = None
        if "AWS_LAMBDA_RUNTIME_API" in os.environ:
            self._built = self._build()

    def __call__(self, event: Event, context: Context) -> dict[str, Any] | None:
        """Deal with an event. Raises what a job raises, and UnknownEventError."""
        try:
            with _invocation(event, context):
                if _is_request(event):
                    return self._answer(event, context)
                built = self._built = self._built or self._build()
                return built.deal_with(event, context)
        finally:
            if spans := telemetry.active():
                spans.flush()  # Lambda stops the clock as soon as the handler is through

    def _answer(self, event: Event, context: Context) -> dict[str, Any]:
        try:
            built = self._built = self._built or self._build()
            return _fitting(event, built.answer(event, context))
        except Exception as error:
            log.error("unexpected error", exc_info=error)
            return _problem(event, "Something went wrong here. Try again later, or quote request_id.")

    def _build(self) -> _Built:
        made = self._create()
        built = _Built(made if isinstance(made, Parts) else Parts(app=made))
        _one_handler_for_logs()
        return built


def function_handler(create: Callable[[], Parts | WSGIApplication]) -> Function:
    """The handler that Lambda calls. create: makes the WSGI application, or `Parts`; called once."""
    return Function(create)


class _Built:
    """The parts, ready to deal with events."""

    def __init__(self, parts: Parts) -> None:
        self._jobs = parts.jobs
        self._batches = Batches(parts.messages) if parts.messages else None
        self._wsgi = make_lambda_handler(_in_time(parts.app), binary_support=True) if parts.app else None

    def answer(self, event: Event, context: Context) -> dict[str, Any]:
        if self._wsgi is None:
            raise UnknownEventError("a request came, but this function has no app. Take its routes away.")
        return self._wsgi(dict(event), context)

    def deal_with(self, event: Event, context: Context) -> dict[str, Any] | None:
        if _is_batch(event):
            if self._batches is None:
                raise UnknownEventError("messages came, but this function takes none. Give Parts messages.")
            return self._batches.take(event, lambda: _left(context))
        name = str(event.get("job")) if isinstance(event, Mapping) else ""
        if name not in self._jobs:
            known = ", ".join(sorted(self._jobs)) or "none"
            raise UnknownEventError(f"neither a request, messages nor a job that is known here: {known}.")
        self._jobs[name]()
        log.info("job done", job=name)
        return None


def _is_request(event: Event) -> bool:
    return isinstance(event, Mapping) and "requestContext" in event


def _is_batch(event: Event) -> bool:
    return isinstance(event, Mapping) and bool(event.get("Records"))


@contextmanager
def _invocation(event: Event, context: Context) -> Iterator[None]:
    """Give what is no request a trace and a deadline of its own; a request brings its own."""
    if _is_request(event):
        yield
        return
    tokens = tracing.enter(tracing.read(context.aws_request_id, None)), deadlines.enter(_deadline(context))
    try:
        yield
    finally:
        deadlines.leave(tokens[1])
        tracing.leave(tokens[0])


def _left(context: Context) -> float:
    return context.get_remaining_time_in_millis() / 1000 - RESERVE_SECONDS


def _deadline(context: Context) -> float:
    return deadlines.after(_left(context))


def _in_time(app: WSGIApplication) -> WSGIApplication:
    """`app`, whose requests have no more time than Lambda gives: past it they are 504, and not cut off."""

    def timed(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        left = max(0, int(_left(environ["apig_wsgi.context"]) * 1000))
        asked = environ.get(deadlines.ENVIRON, "")
        if not (asked.isascii() and asked.isdigit() and int(asked) < left):
            environ[deadlines.ENVIRON] = str(left)
        return app(environ, start_response)

    return timed


def _fitting(event: Event, answer: dict[str, Any]) -> dict[str, Any]:
    """`answer`, or a problem where Lambda or the load balancer would put a bare 502 in its place."""
    most = LARGEST_ANSWER_BYTES["load_balancer" if "elb" in event["requestContext"] else "api_gateway"]
    size = len(answer["body"].encode())
    if size + ENVELOPE_BYTES <= most:
        return answer
    log.error("answer too large", bytes=size, most=most, path=event.get("path") or event.get("rawPath"))
    return _problem(event, "The answer is larger than this service can send. Ask for less of it.")


def _problem(event: Event, detail: str) -> dict[str, Any]:
    """A 500 that needs nothing of the service's own."""
    trace = tracing.present() or tracing.start()
    body = {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "detail": detail,
        "instance": event.get("path") or event.get("rawPath") or "/",
        "request_id": trace.request_id,
    }
    headers = {"Content-Type": MEDIA_TYPE, "X-Request-Id": trace.request_id}
    answer: dict[str, Any] = {"statusCode": 500, "isBase64Encoded": False, "body": json.dumps(body)}
    if "multiValueHeaders" in event:
        return {**answer, "multiValueHeaders": {name: [value] for name, value in headers.items()}}
    return {**answer, "headers": headers}


def _one_handler_for_logs() -> None:
    """Take Lambda's own handler off the root logger: it would write each line a second time."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if type(handler).__name__ == "LambdaLoggerHandler":
            root.removeHandler(handler)
