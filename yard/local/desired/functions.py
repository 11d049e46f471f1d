"""Functions: what is invoked for a request or for messages of a queue, and ends when its time is over."""

from __future__ import annotations

from typing import Literal

from yard.local.desired.value import Value


class Function(Value):
    """A Lambda function.

    service: whose folder holds its code. handler: `package.module.function` in Python; or `command`: a program that
    brings its own runtime and asks for events as Lambda's "Runtime API" says.
    concurrency: how many invocations may run at once.
    """

    name: str
    arn: str
    service: str
    handler: str = ""
    command: tuple[str, ...] = ()
    environment: dict[str, str] = {}
    timeout_seconds: float = 3
    memory_mib: int = 128
    concurrency: int = 1


class FunctionTarget(Value):
    """What turns a request into an event: a target group of the load balancer, or a route of an HTTP API.

    multi_value: whether the load balancer hands headers and parameters over as lists. route: the HTTP API's route key.
    """

    function: str
    kind: Literal["load_balancer", "api_gateway"] = "load_balancer"
    multi_value: bool = False
    route: str = ""


class QueueMapping(Value):
    """Messages of a queue that invoke a function, a batch at a time (an event source mapping).

    queue: its ARN. window_seconds: how long a batch that is not full waits for more.
    partial_failures: whether the function names the messages of a batch that failed (ReportBatchItemFailures).
    concurrency: batches at once.
    """

    queue: str
    function: str
    batch_size: int = 10
    window_seconds: float = 0
    partial_failures: bool = False
    concurrency: int = 2
