"""A Lambda function says how long it may run, how much memory it gets and how many run at once.

Why: the defaults are 3 seconds, 128 MiB and the whole account's concurrency, which one function in a loop then uses
up for all others.

Bad:  resource "aws_lambda_function" "thumbnails" { function_name = "thumbnails" }
Good: resource "aws_lambda_function" "thumbnails" { timeout = 30, memory_size = 512,
                                                       reserved_concurrent_executions = 20 }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

# Source: "AWS Lambda Developer Guide, Lambda quotas".
LONGEST_SECONDS, LARGEST_MIB = 900, 10240


class FunctionsHaveLimits(ResourcePolicy):
    """Fails where time, memory or concurrency is left to the default or without a bound."""

    identifier = "YARD_LAMBDA_1"
    title = "A function says how long it may run, with how much memory, and how many at once"
    severity_level = "medium"
    why = "One function in a loop would use up the concurrency of the whole account."
    fix = "Set timeout (1 to 900 seconds), memory_size (MiB) and reserved_concurrent_executions."
    page = (
        "AWS Well-Architected Framework, REL01-BP01 Aware of service quotas and constraints; AWS Lambda Developer"
        " Guide, Configuring reserved concurrency for a function"
    )
    resources = ("aws_lambda_function",)
    keys = ("timeout", "memory_size", "reserved_concurrent_executions")

    def holds(self, resource: Resource) -> bool:
        """True where all three are given and in range."""
        seconds, mib, concurrency = (resource.arguments.number(key) for key in self.keys)
        return (
            seconds is not None
            and 1 <= seconds <= LONGEST_SECONDS
            and mib is not None
            and 128 <= mib <= LARGEST_MIB
            and concurrency is not None
            and concurrency >= 0
        )


check = FunctionsHaveLimits()
