"""Two documents are the same if AWS would treat them the same, and never otherwise."""

from __future__ import annotations

import json
from typing import Any

import pytest

from yard.offline.meaning import same_meaning

ALLOW = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}


def _policy(*statements: dict[str, Any], **more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements), **more})


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a", "a"),
        ('{"a": 1, "b": [1, 2]}', '{"b":[1,2],"a":1}'),
        (_policy(ALLOW), _policy({**ALLOW, "Action": ["s3:PutObject", "s3:GetObject"], "Resource": ["*"]})),
        (_policy(ALLOW), json.dumps({"Statement": ALLOW, "Version": "2012-10-17"})),
        (_policy({**ALLOW, "Principal": "*"}), _policy({**ALLOW, "Principal": {"AWS": "*"}})),
        (
            _policy({**ALLOW, "Condition": {"Bool": {"aws:SecureTransport": False}}}),
            _policy({**ALLOW, "Condition": {"Bool": {"aws:SecureTransport": ["false"]}}}),
        ),
    ],
)
def test_other_words_mean_the_same(left: str, right: str) -> None:
    assert same_meaning(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a", "b"),
        ("a", None),
        ('{"a": [1, 2]}', '{"a": [2, 1]}'),
        ('{"a": "1"}', '{"a": 1}'),
        (_policy(ALLOW), _policy({**ALLOW, "Effect": "Deny"})),
        (_policy(ALLOW), _policy({**ALLOW, "Resource": "arn:aws:s3:::a/*"})),
        (_policy(ALLOW), _policy(ALLOW, {**ALLOW, "Effect": "Deny"})),
        (_policy({**ALLOW, "Condition": {"Bool": {"a": "true"}}}), _policy(ALLOW)),
        ('{"a": ', '{"a":'),
    ],
)
def test_another_meaning_is_a_change(left: str, right: Any) -> None:
    assert not same_meaning(left, right)
