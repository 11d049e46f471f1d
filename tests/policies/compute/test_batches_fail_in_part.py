from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_LAMBDA_3"


def mapping(source: str, *types: str) -> dict[str, Any]:
    arguments = {"event_source_arn": source, "function_name": "f", "function_response_types": list(types)}
    return {"aws_lambda_event_source_mapping": {"orders": arguments}}


@pytest.mark.parametrize(
    "queue", ["${aws_sqs_queue.orders.arn}", "arn:aws:sqs:eu-west-1:111111111111:orders"]
)
def test_a_queue_whose_messages_fail_one_by_one_passes(failures: Failures, queue: str) -> None:
    assert failures(POLICY, resource=mapping(queue, "ReportBatchItemFailures")) == []


@pytest.mark.parametrize(
    "queue", ["${aws_sqs_queue.orders.arn}", "arn:aws:sqs:eu-west-1:111111111111:orders"]
)
def test_a_queue_whose_batches_fail_as_a_whole_fails(failures: Failures, queue: str) -> None:
    assert failures(POLICY, resource=mapping(queue)) == [
        "dev-example: aws_lambda_event_source_mapping.orders"
    ]


def test_a_stream_is_not_judged(failures: Failures) -> None:
    assert failures(POLICY, resource=mapping("${aws_dynamodb_table.orders.stream_arn}")) == []
