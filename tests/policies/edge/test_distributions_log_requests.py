from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_LOG_2"
SOURCE = {
    "name": "dev-edge",
    "log_type": "ACCESS_LOGS",
    "resource_arn": "${aws_cloudfront_distribution.site.arn}",
}
DELIVERY = {"delivery_source_name": "${aws_cloudwatch_log_delivery_source.source.name}"}


def stack(
    source: dict[str, Any] = SOURCE, delivery: dict[str, Any] = DELIVERY, **distribution: Any
) -> dict[str, Any]:
    return {
        "aws_cloudfront_distribution": {"site": {"enabled": True, **distribution}},
        "aws_cloudwatch_log_delivery_source": {"source": source},
        "aws_cloudwatch_log_delivery": {"delivery": delivery},
    }


def test_a_delivery_of_the_access_logs_passes(failures: Failures) -> None:
    assert failures(POLICY, resource=stack()) == []


def test_the_older_kind_of_logging_passes(failures: Failures) -> None:
    made = {"aws_cloudfront_distribution": {"site": {"logging_config": {"bucket": "logs.s3.amazonaws.com"}}}}

    assert failures(POLICY, resource=made) == []


@pytest.mark.parametrize(
    ("source", "delivery"),
    [
        ({**SOURCE, "log_type": "CONNECTION_LOGS"}, DELIVERY),
        ({**SOURCE, "resource_arn": "${aws_cloudfront_distribution.other.arn}"}, DELIVERY),
        (SOURCE, {"delivery_source_name": "other"}),
    ],
)
def test_logs_that_arrive_nowhere_fail(
    failures: Failures, source: dict[str, Any], delivery: dict[str, Any]
) -> None:
    assert failures(POLICY, resource=stack(source, delivery)) == [
        "dev-example: aws_cloudfront_distribution.site"
    ]
