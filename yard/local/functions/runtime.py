"""What runs a Python handler on this machine: asks for one event after another, as Lambda's own client does.

Run by path (`python -P runtime.py package.module.function`) with the service's code on PYTHONPATH; it imports nothing
of ours. Source: "Using the Lambda runtime API for custom runtimes", "Using the Lambda context object" (Python).
"""

from __future__ import annotations

import http.client
import importlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

VERSION = "2018-06-01"
Handler = Callable[[Any, "Context"], Any]


class Context:
    """What a handler learns of its invocation."""

    identity = None
    client_context = None

    def __init__(self, request_id: str, arn: str, deadline_ms: int) -> None:
        self.aws_request_id = request_id
        self.invoked_function_arn = arn
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self._deadline_ms = deadline_ms

    def get_remaining_time_in_millis(self) -> int:
        """Until the invocation is killed."""
        return max(0, self._deadline_ms - int(time.time() * 1000))


class RuntimeApi:
    """The supervisor's end: events come from it, answers go to it."""

    def __init__(self, address: str) -> None:
        place, _, token = address.partition("/")
        self._connection = http.client.HTTPConnection(place)
        self._path = f"/{token}/{VERSION}/runtime"

    def next(self) -> tuple[http.client.HTTPMessage, Any]:
        """Wait for an event."""
        headers, body = self._call("GET", "/invocation/next", None)
        return headers, json.loads(body)

    def respond(self, request_id: str, answer: bytes) -> None:
        """Give what the handler returned."""
        self._call("POST", f"/invocation/{request_id}/response", answer)

    def fail(self, where: str, error: BaseException) -> None:
        """Give what the handler raised. where: `/init`, or `/invocation/<id>`."""
        told = {
            "errorType": type(error).__name__,
            "errorMessage": str(error),
            "stackTrace": traceback.format_tb(error.__traceback__),
        }
        self._call("POST", f"{where}/error", json.dumps(told).encode())

    def _call(self, method: str, path: str, body: bytes | None) -> tuple[http.client.HTTPMessage, bytes]:
        self._connection.request(method, self._path + path, body)
        answer = self._connection.getresponse()
        return answer.headers, answer.read()


def load(name: str) -> Handler:
    """The function behind `package.module.function` (slashes count as dots). ImportError, AttributeError."""
    module, _, attribute = name.replace("/", ".").rpartition(".")
    if not module:
        raise ImportError(f"{name!r} is not of the form module.function")
    found: Handler = getattr(importlib.import_module(module), attribute)
    return found


def serve(api: RuntimeApi, handler: Handler) -> None:
    """Handle events for ever; what a handler raises fails its invocation, not this process."""
    while True:
        headers, event = api.next()
        request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        context = Context(
            request_id,
            headers["Lambda-Runtime-Invoked-Function-Arn"],
            int(headers["Lambda-Runtime-Deadline-Ms"]),
        )
        try:
            answer = json.dumps(handler(event, context)).encode()
        except Exception as error:  # Lambda tells every one of them to the caller, and goes on
            traceback.print_exc()
            api.fail(f"/invocation/{request_id}", error)
        else:
            api.respond(request_id, answer)


def main(name: str) -> None:
    """Import the handler and serve; exit status 1 where it cannot be imported."""
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load(name)
    except BaseException as error:
        traceback.print_exc()
        api.fail("/init", error)
        sys.exit(1)
    serve(api, handler)


if __name__ == "__main__":
    main(sys.argv[1])
