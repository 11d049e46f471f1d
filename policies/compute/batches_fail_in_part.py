"""Of a batch of messages that a function takes, only those that failed come back.

Checks that what reads SQS for a function lets it name the messages that failed (ReportBatchItemFailures).
Why: otherwise one bad message sends its whole batch back: the good ones are worked on again and again, and in the end
all of them are dead letters.

Bad:  resource "aws_lambda_event_source_mapping" "orders" { event_source_arn = aws_sqs_queue.orders.arn }
Good: the same with function_response_types = ["ReportBatchItemFailures"]
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

QUEUES = ("aws_sqs_queue", ":sqs:")


class BatchesFailInPart(ResourcePolicy):
    """Fails where one bad message takes its batch with it."""

    identifier = "YARD_LAMBDA_3"
    title = "Of a batch of messages that a function takes, only those that failed come back"
    severity_level = "medium"
    why = "One bad message would send its whole batch back, until all of them are dead letters."
    fix = "Set function_response_types to [ReportBatchItemFailures], and name the failed messages in the answer."
    page = "AWS Lambda Developer Guide, Handling errors for an SQS event source in Lambda"
    resources = ("aws_lambda_event_source_mapping",)
    keys = ("function_response_types",)

    def holds(self, resource: Resource) -> bool | None:
        """True where failures are told one by one; None for a stream, which has an order to keep."""
        source = resource.arguments.text("event_source_arn")
        if not any(mark in source for mark in QUEUES):
            return None
        return "ReportBatchItemFailures" in resource.arguments.all("function_response_types")


check = BatchesFailInPart()
