"""The schema is what the provider's documentation says, for the shapes that occur."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yard.offline.schema import Attribute, Block, NestedBlock
from yard.offline.types import DYNAMIC, NUMBER, STRING, list_of, map_of, set_of
from yard.offline.typescript import UnreadableBindingsError, read_schema

Find = Callable[[str], Block]


def test_arguments_are_required_optional_or_computed(block_of: Find) -> None:
    queue = block_of("aws_sqs_queue").attributes

    assert queue["arn"] == Attribute(STRING, computed=True)
    assert queue["name"] == Attribute(STRING, optional=True, computed=True)
    assert queue["delay_seconds"] == Attribute(NUMBER, optional=True)
    assert block_of("aws_dynamodb_table").attributes["name"] == Attribute(STRING, required=True)


def test_collections_keep_their_kind(block_of: Find) -> None:
    balancer = block_of("aws_lb").attributes

    assert balancer["subnets"].type == set_of(STRING)
    assert balancer["tags"].type == map_of(STRING)
    assert block_of("aws_vpc_endpoint").attributes["cidr_blocks"].type == list_of(STRING)


def test_a_block_may_occur_once_or_often_or_must_occur(block_of: Find) -> None:
    table = block_of("aws_dynamodb_table").blocks
    listener = block_of("aws_lb_listener").blocks

    assert _shape(table["ttl"]) == ("list", 0, 1)
    assert _shape(table["global_secondary_index"]) == ("set", 0, 0)
    assert _shape(listener["default_action"]) == ("list", 1, 0)
    assert _shape(table["timeouts"]) == ("single", 0, 0)
    assert set(table["timeouts"].block.attributes) == {"create", "delete", "update"}


def test_blocks_nest(block_of: Find) -> None:
    index = block_of("aws_dynamodb_table").blocks["global_secondary_index"].block

    assert _shape(index.blocks["on_demand_throughput"]) == ("list", 0, 1)
    assert index.blocks["on_demand_throughput"].block.attributes["max_read_request_units"].type == NUMBER


def test_an_attribute_may_hold_objects(block_of: Find) -> None:
    ingress = block_of("aws_security_group").attributes["ingress"]

    assert ingress.optional
    assert ingress.computed
    assert ingress.type.kind == "set"
    assert ingress.type.element is not None
    assert ingress.type.element.attributes["cidr_blocks"] == list_of(STRING)
    assert ingress.type.element.attributes["security_groups"] == set_of(STRING)


def test_computed_objects_have_their_attributes(block_of: Find) -> None:
    options = block_of("aws_acm_certificate").attributes["domain_validation_options"]

    assert options.type.as_json() == [
        "set",
        [
            "object",
            {
                "domain_name": "string",
                "resource_record_name": "string",
                "resource_record_type": "string",
                "resource_record_value": "string",
            },
        ],
    ]


def test_blocks_of_any_shape_are_one_attribute_of_any_type(block_of: Find) -> None:
    rule = block_of("aws_wafv2_web_acl").attributes["rule"]

    assert rule == Attribute(DYNAMIC, optional=True)


def test_secrets_are_sensitive(block_of: Find) -> None:
    assert block_of("aws_secretsmanager_secret_version").attributes["secret_string"].sensitive
    assert block_of("aws_ssm_parameter").attributes["value"].sensitive
    assert not block_of("aws_ssm_parameter").attributes["name"].sensitive


def test_a_type_in_many_files_is_read_whole(block_of: Find) -> None:
    intent = block_of("aws_lexv2models_intent")

    assert "fulfillment_code_hook" in intent.blocks


def test_bindings_without_a_class_are_refused() -> None:
    with pytest.raises(UnreadableBindingsError, match=r"^aws_sqs_queue: 0 classes, not one$"):
        read_schema("export interface SqsQueueConfig {}", "aws_sqs_queue")


def _shape(nested: NestedBlock) -> tuple[str, int, int]:
    return nested.nesting, nested.min_items, nested.max_items
