"""The plan shows what AWS would do, and nothing where nothing changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from yard.offline.planning import Plan, Settings, plan
from yard.offline.schema import Block
from yard.offline.values import UNKNOWN

Find = Callable[[str], Block]
SETTINGS = Settings("111111111111", "eu-west-1", {"Environment": "dev"})


def test_what_aws_computes_is_unknown_on_creation(block_of: Find) -> None:
    planned = _create(block_of, "aws_sqs_queue", name="dev-orders")

    assert planned["name"] == "dev-orders"
    assert planned["arn"] is UNKNOWN
    assert planned["url"] is UNKNOWN
    assert planned["delay_seconds"] == 0


def test_the_region_and_all_tags_are_known_while_planning(block_of: Find) -> None:
    planned = _create(block_of, "aws_sqs_queue", name="dev-orders", tags={"Team": "buying"})

    assert planned["region"] == "eu-west-1"
    assert planned["tags_all"] == {"Environment": "dev", "Team": "buying"}


def test_own_tags_win_over_default_tags(block_of: Find) -> None:
    planned = _create(block_of, "aws_sqs_queue", tags={"Environment": "test"})

    assert planned["tags_all"] == {"Environment": "test"}


def test_all_tags_are_unknown_while_the_tags_are(block_of: Find) -> None:
    assert _create(block_of, "aws_sqs_queue", tags=UNKNOWN)["tags_all"] is UNKNOWN


def test_computed_parts_of_blocks_are_unknown_on_creation(block_of: Find) -> None:
    check = {**_empty(block_of("aws_lb_target_group").blocks["health_check"].block), "interval": 15}

    planned = _create(block_of, "aws_lb_target_group", name="a", health_check=[check])

    assert planned["health_check"][0]["interval"] == 15
    assert planned["health_check"][0]["matcher"] is UNKNOWN


def test_nothing_changes_where_the_proposal_is_the_state(block_of: Find) -> None:
    state = _state(block_of, "aws_sqs_queue", name="dev-orders", arn="arn:1", url="https://1")

    assert plan("aws_sqs_queue", block_of("aws_sqs_queue"), state, dict(state), SETTINGS) == Plan(state)


def test_all_tags_that_somebody_writes_himself_stand(block_of: Find) -> None:
    block, given = block_of("aws_sqs_queue"), {"tags_all": {"Team": "buying"}}

    made = plan("aws_sqs_queue", block, None, _empty(block) | given, SETTINGS, given)

    assert made.planned["tags_all"] == {"Team": "buying"}


def test_what_aws_computed_stays_when_something_else_changes(block_of: Find) -> None:
    made = _change(block_of, "aws_sqs_queue", {"name": "a", "arn": "arn:1"}, delay_seconds=5)

    assert made.planned["arn"] == "arn:1"
    assert made.planned["delay_seconds"] == 5
    assert made.replace == ()


def test_a_new_block_beside_an_old_one_has_its_own_unknowns(block_of: Find) -> None:
    index = _empty(block_of("aws_dynamodb_table").blocks["global_secondary_index"].block)
    old = {**index, "name": "by_category", "hash_key": "category", "projection_type": "ALL"}
    new = {**index, "name": "by_price", "hash_key": "price", "projection_type": "ALL"}

    made = _change(
        block_of, "aws_dynamodb_table", {"global_secondary_index": [old]}, global_secondary_index=[old, new]
    )

    first, second = made.planned["global_secondary_index"]
    assert first["read_capacity"] is None
    assert second["read_capacity"] is UNKNOWN


def test_a_policy_in_other_words_is_no_change(block_of: Find) -> None:
    before = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": ["a", "b"]}}
            ],
        }
    )
    after = json.dumps(
        {
            "Statement": {
                "Principal": {"Service": ["b", "a"]},
                "Action": ["sts:AssumeRole"],
                "Effect": "Allow",
            },
            "Version": "2012-10-17",
        },
        indent=2,
    )

    made = _change(block_of, "aws_iam_role", {"assume_role_policy": before}, assume_role_policy=after)

    assert made.planned["assume_role_policy"] == before


def test_an_element_of_a_set_keeps_the_sets_that_aws_computed_in_it(block_of: Find) -> None:
    port = {"from_port": 80, "to_port": 80, "protocol": "tcp"}
    asked = {**port, "cidr_list_aliases": None, "cidrs": None, "ipv6_cidrs": None}
    there = {**port, "cidr_list_aliases": [], "cidrs": ["0.0.0.0/0"], "ipv6_cidrs": []}

    made = _change(block_of, "aws_lightsail_instance_public_ports", {"port_info": [there]}, port_info=[asked])

    assert made.planned["port_info"] == [there]


def test_changed_default_tags_change_all_tags(block_of: Find) -> None:
    block = block_of("aws_sqs_queue")
    state = _state(block_of, "aws_sqs_queue", tags_all={"Environment": "dev"})

    made = plan(
        "aws_sqs_queue", block, state, dict(state), Settings("1", "eu-west-1", {"Environment": "test"})
    )

    assert made.planned["tags_all"] == {"Environment": "test"}


def test_a_new_value_makes_a_new_version_of_a_parameter(block_of: Find) -> None:
    made = _change(block_of, "aws_ssm_parameter", {"value": "a", "version": 1}, value="b")

    assert made.planned["version"] is UNKNOWN


@pytest.mark.parametrize(
    ("type_name", "before", "after", "forcing"),
    [
        ("aws_vpc", {"cidr_block": "10.0.0.0/16"}, {"cidr_block": "10.1.0.0/16"}, ("cidr_block",)),
        ("aws_sqs_queue", {"name": "a"}, {"name": "b"}, ("name",)),
        ("aws_sqs_queue", {"region": "eu-west-1"}, {"region": "eu-west-2"}, ("region",)),
        ("aws_subnet", {"vpc_id": "vpc-1"}, {"vpc_id": UNKNOWN}, ("vpc_id",)),
        ("aws_lb", {"idle_timeout": 60}, {"idle_timeout": 30}, ()),
        ("aws_lb_target_group", {"port": 80}, {"port": 8080}, ("port",)),
        ("aws_kms_key", {"description": "a"}, {"description": "b"}, ()),
        ("aws_sns_topic", {"name": "a", "name_prefix": "a-"}, {"name_prefix": "b-"}, ("name_prefix",)),
    ],
)
def test_a_change_that_aws_cannot_make_in_place_forces_replacement(
    block_of: Find, type_name: str, before: dict[str, Any], after: dict[str, Any], forcing: tuple[str, ...]
) -> None:
    assert _change(block_of, type_name, before, **after).replace == forcing


def test_part_of_a_block_may_force_replacement(block_of: Find) -> None:
    before = {"deployment_controller": [{"type": "ECS"}], "desired_count": 2}

    changed = _change(block_of, "aws_ecs_service", before, deployment_controller=[{"type": "CODE_DEPLOY"}])

    assert changed.replace == ("deployment_controller",)
    assert _change(block_of, "aws_ecs_service", before, desired_count=3).replace == ()


def _empty(block: Block) -> dict[str, Any]:
    """What Terraform sends for a block with nothing in it."""
    nothing: dict[str, Any] = dict.fromkeys(block.attributes)
    return nothing | {name: None if b.nesting == "single" else [] for name, b in block.blocks.items()}


def _state(block_of: Find, type_name: str, **known: Any) -> dict[str, Any]:
    state = _empty(block_of(type_name))
    if "tags_all" in state:
        state["tags_all"] = {"Environment": "dev"}
    if "region" in state:
        state["region"] = "eu-west-1"
    return state | known


def _create(block_of: Find, type_name: str, **given: Any) -> dict[str, Any]:
    block = block_of(type_name)
    return plan(type_name, block, None, _empty(block) | given, SETTINGS).planned


def _change(block_of: Find, type_name: str, before: dict[str, Any], **after: Any) -> Plan:
    state = _state(block_of, type_name, **before)
    return plan(type_name, block_of(type_name), state, state | after, SETTINGS)


@pytest.mark.parametrize(
    ("before", "after", "forcing"),
    [("default", "dedicated", ("instance_tenancy",)), ("dedicated", "default", ())],
)
def test_dedicated_hardware_is_left_in_place_but_never_entered(
    before: str, after: str, forcing: tuple[str, ...], block_of: Find
) -> None:
    prior = {"cidr_block": "10.0.0.0/16", "instance_tenancy": before}

    changed = _change(block_of, "aws_vpc", prior, instance_tenancy=after)

    assert changed.replace == forcing


def test_of_a_certificates_proofs_the_domains_are_known_and_the_records_to_come(block_of: Find) -> None:
    planned = _create(
        block_of,
        "aws_acm_certificate",
        domain_name="example.com",
        subject_alternative_names=["example.com", "*.example.com"],
        validation_method="DNS",
    )

    options = planned["domain_validation_options"]
    assert sorted(option["domain_name"] for option in options) == ["*.example.com", "example.com"]
    assert {option["resource_record_name"] for option in options} == {UNKNOWN}


@pytest.mark.parametrize(
    "arguments",
    [
        {"domain_name": "example.com", "validation_method": "EMAIL"},
        {"domain_name": UNKNOWN, "validation_method": "DNS"},
    ],
)
def test_without_dns_or_a_known_domain_no_proof_is_known(block_of: Find, arguments: dict[str, Any]) -> None:
    assert _create(block_of, "aws_acm_certificate", **arguments)["domain_validation_options"] is UNKNOWN
