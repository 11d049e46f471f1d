from __future__ import annotations

import json
from typing import Any

import pytest

from policies.documents import UNREADABLE, Statement, containers, statements

DOCUMENT: dict[str, Any] = {
    "Statement": {
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": ["${aws_s3_bucket.b.arn}/*"],
        "Principal": {"AWS": "111111111111"},
        "Condition": {"StringEquals": {"aws:SourceAccount": "111111111111"}},
    }
}


@pytest.mark.parametrize("document", [json.dumps(DOCUMENT), [json.dumps(DOCUMENT)], DOCUMENT, [DOCUMENT]])
def test_a_policy_is_read_as_text_and_opened_wrapped_and_plain(document: object) -> None:
    (statement,) = statements(document)

    assert statement.actions == ("s3:GetObject",)
    assert statement.resources == ("${aws_s3_bucket.b.arn}/*",)
    assert statement.principals == {"AWS": ("111111111111",)}
    assert statement.values_of("AWS:SourceAccount", "StringEquals") == ("111111111111",)
    assert statement.values_of("aws:SourceAccount", "StringLike") == ()


@pytest.mark.parametrize("document", ["", "{", "${file.x}", None, [], "[]", '{"Version": "2012-10-17"}', "3"])
def test_what_cannot_be_read_counts_as_the_widest(document: object) -> None:
    assert statements(document) == [UNREADABLE]


@pytest.mark.parametrize("principal", ["*", ["*"]])
def test_a_principal_without_a_kind_is_everybody(principal: object) -> None:
    (statement,) = statements({"Statement": [{"Effect": "Deny", "Principal": principal}]})

    assert statement.principals == {"AWS": ("*",)}


@pytest.mark.parametrize(
    ("statement", "grants"),
    [
        (Statement(actions=("iam:PassRole",)), True),
        (Statement(actions=("iam:passrole",)), True),
        (Statement(actions=("iam:Pass*",)), True),
        (Statement(actions=("*",)), True),
        (Statement(not_actions=("s3:*",)), True),
        (Statement(not_actions=("iam:*",)), False),
        (Statement(actions=("iam:GetRole",)), False),
        (Statement(effect="Deny", actions=("*",)), False),
    ],
)
def test_an_action_is_granted_by_name_by_pattern_or_by_being_left_in(
    statement: Statement, grants: bool
) -> None:
    assert statement.grants("iam:PassRole") is grants


@pytest.mark.parametrize("definitions", ['[{"name": "a"}]', ['[{"name": "a"}]'], [{"name": "a"}]])
def test_containers_are_read_as_text_and_opened(definitions: object) -> None:
    assert containers(definitions) == [{"name": "a"}]


@pytest.mark.parametrize("definitions", ["", "[", "[]", None])
def test_containers_that_cannot_be_read_are_one_that_says_nothing(definitions: object) -> None:
    assert containers(definitions) == [{}]
