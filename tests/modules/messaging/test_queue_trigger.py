from __future__ import annotations

import pytest

from modules.messaging.queue_trigger import QueueTrigger
from tests.modules.functions import LIVE, an_alias
from tests.modules.synthesised import Resources, synthesise

QUEUE = "arn:aws:sqs:eu-west-1:111111111111:dev-receipts-orders"


def trigger(concurrency: int = 5) -> Resources:
    return synthesise(
        lambda stack: QueueTrigger(
            stack,
            "trigger-orders",
            queue_arn=QUEUE,
            function_arn=LIVE,
            maximum_concurrency=concurrency,
            depends_on=an_alias(stack).dependencies,
        )
    )


def test_only_the_messages_that_failed_come_back() -> None:
    made = trigger().only("aws_lambda_event_source_mapping")

    assert made["function_response_types"] == ["ReportBatchItemFailures"]


def test_messages_reach_the_alias_once_it_exists() -> None:
    made = trigger().only("aws_lambda_event_source_mapping")

    assert (made["event_source_arn"], made["function_name"]) == (QUEUE, LIVE)
    assert made["depends_on"] == ["aws_cloudformation_stack.alias"]


def test_messages_wait_in_the_queue_rather_than_be_throttled_into_the_dead_letters() -> None:
    assert trigger(7).only("aws_lambda_event_source_mapping")["scaling_config"] == {"maximum_concurrency": 7}


@pytest.mark.parametrize("concurrency", [1, 1001])
def test_what_lambda_would_refuse_is_refused(concurrency: int) -> None:
    with pytest.raises(ValueError, match=rf"maximum_concurrency: {concurrency}\. Use 2 to 1000\."):
        trigger(concurrency)
