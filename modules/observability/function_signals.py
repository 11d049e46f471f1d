"""What is watched of a Lambda function, of an HTTP API in front of it, and of the events that it gave up.

Sources: "AWS Lambda Developer Guide, Types of metrics for Lambda functions"; "API Gateway Developer Guide, CloudWatch
metrics for HTTP APIs".
"""

from __future__ import annotations

from modules.observability.metric import Metric
from modules.observability.request_signals import LEAST_REQUESTS, SLOW_SECONDS
from modules.observability.signal import Signal

ERROR_PERCENT = 5
# Close enough to the time-out that the next slow call is cut off.
TIMEOUT_PERCENT = 80


def function_signals(function: str, *, timeout_seconds: int) -> list[Signal]:
    """Of the function of that name, all versions together."""

    def metric(name: str, statistic: str) -> Metric:
        return Metric("AWS/Lambda", name, {"FunctionName": function}, statistic)

    return [
        Signal(
            "function-errors",
            "Invocations and errors",
            f"More than {ERROR_PERCENT} % of the invocations fail. Look at the function's logs, and at what was"
            " deployed last.",
            {"invocations": metric("Invocations", "Sum"), "errors": metric("Errors", "Sum")},
            "IF(invocations > 0, 100 * FILL(errors, 0) / invocations, 0)",
            above=ERROR_PERCENT,
            unit="a minute",
        ),
        Signal(
            "function-throttles",
            "Throttles",
            "Invocations are turned away, because the concurrency is used up. Raise reserved_concurrency, or the"
            " account's quota.",
            {"throttles": metric("Throttles", "Sum")},
            above=0,
            unit="a minute",
        ),
        Signal(
            "function-duration",
            "Duration p99",
            f"One of a hundred invocations takes more than {TIMEOUT_PERCENT} % of the time-out of {timeout_seconds} s.",
            {"duration": metric("Duration", "p99")},
            above=timeout_seconds * 1000 * TIMEOUT_PERCENT / 100,
            unit="milliseconds",
        ),
    ]


def given_up_signals(queue: str) -> list[Signal]:
    """Of the queue of that name, which gets the asynchronous events that failed for good."""
    return [
        Signal(
            "function-dead-letters",
            "Events that were given up",
            "A scheduled job or another asynchronous event failed three times. Read it in the dead-letter queue, mend"
            " the cause, then invoke the function with it.",
            {
                "dead": Metric(
                    "AWS/SQS", "ApproximateNumberOfMessagesVisible", {"QueueName": queue}, "Maximum"
                )
            },
            above=0,
            minutes=1,
            of_minutes=1,
        )
    ]


def api_signals(api_id: str) -> list[Signal]:
    """Of the HTTP API of that id."""

    def metric(name: str, statistic: str) -> Metric:
        return Metric("AWS/ApiGateway", name, {"ApiId": api_id}, statistic)

    return [
        Signal(
            "errors",
            "Requests and errors",
            f"More than {ERROR_PERCENT} % of the requests end with an error of the service. Look at its logs, and at"
            " what was deployed last.",
            {"requests": metric("Count", "Sum"), "errors": metric("5xx", "Sum")},
            f"IF(requests > {LEAST_REQUESTS}, 100 * FILL(errors, 0) / requests, 0)",
            above=ERROR_PERCENT,
            unit="a minute",
        ),
        Signal(
            "latency",
            "Latency p99",
            f"One of a hundred requests takes more than {SLOW_SECONDS} s. Look at what the service calls.",
            {"latency": metric("Latency", "p99")},
            above=SLOW_SECONDS * 1000,
            unit="milliseconds",
        ),
    ]
