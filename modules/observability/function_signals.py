"""What is watched of a Lambda function.

Source: "AWS Lambda Developer Guide, Types of metrics for Lambda functions".
"""

from __future__ import annotations

from modules.observability.metric import Metric
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
