from __future__ import annotations

from typing import Any

import pytest

from policies.stack import Arguments, Resource, Stack, refers


class Graph:
    """Nodes as checkov's graph has them: plain values, and one more key for each path in them."""

    def __init__(self, *nodes: dict[str, Any]) -> None:
        self._nodes = nodes

    def nodes(self) -> list[tuple[str, dict[str, Any]]]:
        return [(str(index), node) for index, node in enumerate(self._nodes)]


def node(kind: str, name: str, **arguments: Any) -> dict[str, Any]:
    return {"block_type_": "resource", "resource_type": kind, "id_": f"{kind}.{name}", **arguments}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("${aws_s3_bucket.images.id}", True),
        ("aws_s3_bucket.images.id", True),
        ("arn:aws:s3:::${aws_s3_bucket.images.arn}/*", True),
        ("${aws_s3_bucket.images-2.id}", False),
        ("${data.aws_s3_bucket.images.id}", False),
        ("aws_s3_bucket.imagesque.id", False),
        ("", False),
    ],
)
def test_a_reference_means_one_resource_and_none_with_a_longer_name(text: str, meant: bool) -> None:
    assert refers(text, "aws_s3_bucket.images") is meant


@pytest.mark.parametrize("bucket", [[["dev-images"]], "dev-images", ["${aws_s3_bucket.images.bucket}"]])
def test_a_resource_is_meant_by_its_name_too_where_checkov_resolved_it(bucket: object) -> None:
    images = Resource("aws_s3_bucket", "images", Arguments({"bucket": ["dev-images"]}))

    assert images.is_meant_by(bucket)


def test_a_path_leads_through_one_block_and_through_many() -> None:
    arguments = Arguments(
        {"rule": [{"by_default": [{"algorithm": ["a"]}]}, {"by_default": {"algorithm": "b"}}]}
    )

    assert arguments.all("rule", "by_default", "algorithm") == ["a", "b"]
    assert arguments.text("rule", "by_default", "missing") == ""


@pytest.mark.parametrize(
    ("value", "on"), [(True, True), ([True], True), ("true", True), (False, False), (None, False)]
)
def test_a_switch_is_on_where_it_says_so(value: object, on: bool) -> None:
    assert Arguments({"enabled": value}).is_on("enabled") is on


@pytest.mark.parametrize(
    ("arguments", "protected"),
    [
        ({"lifecycle": {"prevent_destroy": True}}, True),
        ({"enable_deletion_protection": True}, True),
        ({"deletion_protection_enabled": True}, True),
        ({"deletion_window_in_days": 30}, True),
        ({"recovery_window_in_days": 30}, True),
        ({"deletion_window_in_days": 7, "lifecycle": {"create_before_destroy": True}}, False),
        ({}, False),
    ],
)
def test_one_resource_that_is_kept_shows_a_protected_stack(
    arguments: dict[str, Any], protected: bool
) -> None:
    stack = Stack(Graph(node("aws_sqs_queue", "q"), node("aws_kms_key", "key", **arguments)))

    assert stack.is_protected is protected


def test_the_region_is_the_one_of_the_provider_without_alias() -> None:
    second = {
        "block_type_": "provider",
        "block_name_": "aws.global",
        "region": "us-east-1",
        "alias": "global",
    }
    first = {
        "block_type_": "provider",
        "block_name_": "aws",
        "region": "eu-west-1",
        "allowed_account_ids": ["1"],
    }

    stack = Stack(Graph(second, first))

    assert (stack.region, stack.account) == ("eu-west-1", "1")


def test_a_stack_without_graph_is_empty() -> None:
    assert Stack(None).resources() == []
    assert not Stack(None).is_protected
