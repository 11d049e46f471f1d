from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_TLS_1"
WITHOUT_TLS = {"Bool": {"aws:SecureTransport": "false"}}
QUEUE = "${aws_sqs_queue.orders.arn}"
BUCKET = "${aws_s3_bucket.images.arn}"


def queue(**changes: Any) -> dict[str, Any]:
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": QUEUE,
        "Condition": WITHOUT_TLS,
    }
    policy = json.dumps({"Statement": [{**deny, **changes}]})
    return {
        "aws_sqs_queue": {"orders": {"name": "orders"}},
        "aws_sqs_queue_policy": {"p": {"queue_url": "${aws_sqs_queue.orders.url}", "policy": policy}},
    }


def bucket(resources: list[str]) -> dict[str, Any]:
    deny = {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": ["s3:*"], "Resource": resources}
    policy = json.dumps({"Statement": [{**deny, "Condition": WITHOUT_TLS}]})
    return {
        "aws_s3_bucket": {"images": {"bucket": "images"}},
        "aws_s3_bucket_policy": {"p": {"bucket": "${aws_s3_bucket.images.id}", "policy": policy}},
    }


def test_a_policy_that_denies_plain_http_passes(failures: Failures) -> None:
    assert failures(POLICY, resource=queue()) == []
    assert failures(POLICY, resource=bucket([BUCKET, f"{BUCKET}/*"])) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"Effect": "Allow"},
        {"Action": "sqs:SendMessage"},
        {"Principal": {"AWS": "111111111111"}},
        {"Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        {"Condition": {**WITHOUT_TLS, "StringEquals": {"aws:SourceAccount": "1"}}},
        {"Resource": "${aws_sqs_queue.others.arn}"},
    ],
)
def test_a_policy_with_a_gap_fails(failures: Failures, changes: dict[str, Any]) -> None:
    assert failures(POLICY, resource=queue(**changes)) == ["dev-example: aws_sqs_queue.orders"]


def test_no_policy_fails(failures: Failures) -> None:
    assert failures(POLICY, resource={"aws_sns_topic": {"t": {"name": "t"}}}) == [
        "dev-example: aws_sns_topic.t"
    ]


def test_a_policy_for_the_bucket_without_its_objects_fails(failures: Failures) -> None:
    assert failures(POLICY, resource=bucket([BUCKET])) == ["dev-example: aws_s3_bucket.images"]
