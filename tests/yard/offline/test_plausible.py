"""Made-up values have the right form and are the same in every run."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from yard.offline.planning import Settings
from yard.offline.plausible import Inventor
from yard.offline.schema import Block
from yard.offline.values import UNKNOWN, wholly_known

Find = Callable[[str], Block]
SETTINGS = Settings("111111111111", "eu-west-1")
HEX = r"[0-9a-f]"


@pytest.mark.parametrize(
    ("type_name", "known", "expected"),
    [
        (
            "aws_sqs_queue",
            {"name": "dev-orders"},
            {
                "arn": "arn:aws:sqs:eu-west-1:111111111111:dev-orders",
                "id": "https://sqs.eu-west-1.amazonaws.com/111111111111/dev-orders",
                "url": "https://sqs.eu-west-1.amazonaws.com/111111111111/dev-orders",
            },
        ),
        (
            "aws_dynamodb_table",
            {"name": "dev-products"},
            {"arn": "arn:aws:dynamodb:eu-west-1:111111111111:table/dev-products", "id": "dev-products"},
        ),
        (
            "aws_iam_role",
            {"name": "dev-task", "path": "/services/"},
            {
                "arn": "arn:aws:iam::111111111111:role/services/dev-task",
                "id": "dev-task",
                "unique_id": "AROA[A-Z2-7]{17}",
            },
        ),
        (
            "aws_vpc",
            {"cidr_block": "10.0.0.0/16"},
            {"id": f"vpc-{HEX}{{17}}", "arn": rf"arn:aws:ec2:eu-west-1:111111111111:vpc/vpc-{HEX}{{17}}"},
        ),
        (
            "aws_lb",
            {"name": "dev-gateway"},
            {
                "arn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/dev-gateway/[0-9a-f]{16}",
                "arn_suffix": "app/dev-gateway/[0-9a-f]{16}",
                "dns_name": r"dev-gateway-\d{10}\.eu-west-1\.elb\.amazonaws\.com",
                "zone_id": "Z32O12XQLNTSW2",
            },
        ),
        (
            "aws_lb_listener",
            {
                "load_balancer_arn": "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/dev-gateway/0123"
            },
            {
                "arn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/dev-gateway/0123/[0-9a-f]{16}"
            },
        ),
        (
            "aws_ecs_service",
            {"name": "dev-catalog", "cluster": "arn:aws:ecs:eu-west-1:1:cluster/dev"},
            {"id": "arn:aws:ecs:eu-west-1:111111111111:service/dev/dev-catalog"},
        ),
        (
            "aws_s3_bucket",
            {"bucket_prefix": "dev-images-"},
            {
                "bucket": r"dev-images-\d{26}",
                "id": r"dev-images-\d{26}",
                "arn": r"arn:aws:s3:::dev-images-\d{26}",
            },
        ),
        (
            "aws_secretsmanager_secret",
            {"name": "dev/key"},
            {"arn": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:dev/key-[A-Za-z]{6}"},
        ),
        (
            "aws_ssm_parameter",
            {"name": "/dev/x"},
            {"arn": "arn:aws:ssm:eu-west-1:111111111111:parameter/dev/x"},
        ),
        ("aws_kms_key", {}, {"key_id": f"{HEX}{{8}}(-{HEX}{{4}}){{3}}-{HEX}{{12}}"}),
    ],
)
def test_identifiers_and_arns_have_the_form_of_their_service(
    block_of: Find, type_name: str, known: dict[str, Any], expected: dict[str, str]
) -> None:
    state = _made_up(block_of(type_name), type_name, known)

    for name, pattern in expected.items():
        assert re.fullmatch(pattern, state[name]), f"{name} is {state[name]}"


def test_nothing_unknown_is_left(block_of: Find) -> None:
    for type_name in ("aws_vpc", "aws_lb", "aws_acm_certificate", "aws_vpc_endpoint", "aws_security_group"):
        assert wholly_known(_made_up(block_of(type_name), type_name, {}))


def test_the_same_arguments_give_the_same_values_in_another_run(block_of: Find) -> None:
    block = block_of("aws_vpc")

    assert _made_up(block, "aws_vpc", {"cidr_block": "10.0.0.0/16"}) == _made_up(
        block, "aws_vpc", {"cidr_block": "10.0.0.0/16"}
    )


def test_other_arguments_another_account_or_region_give_other_values(block_of: Find) -> None:
    block = block_of("aws_vpc")
    made = {
        _made_up(block, "aws_vpc", {"cidr_block": cidr}, settings)["id"]
        for cidr in ("10.0.0.0/16", "10.1.0.0/16")
        for settings in (SETTINGS, Settings("2", "eu-west-1"), Settings("111111111111", "eu-west-2"))
    }

    assert len(made) == 6


def test_two_resources_with_the_same_arguments_are_two(block_of: Find) -> None:
    inventor, block = Inventor(), block_of("aws_vpc")

    first = inventor.complete("aws_vpc", block, _planned(block, {}), {}, SETTINGS)
    second = inventor.complete("aws_vpc", block, _planned(block, {}), {}, SETTINGS)

    assert first["id"] != second["id"]


def test_a_replacement_differs_from_what_it_replaces(block_of: Find) -> None:
    inventor, block = Inventor(), block_of("aws_vpc")
    inventor.know("aws_vpc", _made_up(block, "aws_vpc", {}))

    assert (
        inventor.complete("aws_vpc", block, _planned(block, {}), {}, SETTINGS)["id"]
        != _made_up(block, "aws_vpc", {})["id"]
    )


def test_what_the_emulated_aws_gave_is_kept(block_of: Find) -> None:
    block = block_of("aws_vpc")
    given = {"id": "vpc-1", "main_route_table_id": "rtb-1"}

    state = Inventor().complete("aws_vpc", block, _planned(block, {}), given, SETTINGS)

    assert (state["id"], state["main_route_table_id"]) == ("vpc-1", "rtb-1")
    assert state["arn"] == "arn:aws:ec2:eu-west-1:111111111111:vpc/vpc-1"


def test_a_resource_in_another_region_is_there(block_of: Find) -> None:
    state = _made_up(block_of("aws_sqs_queue"), "aws_sqs_queue", {"name": "a", "region": "us-east-1"})

    assert state["arn"] == "arn:aws:sqs:us-east-1:111111111111:a"


def test_each_domain_of_a_certificate_has_its_proof(block_of: Find) -> None:
    known = {"domain_name": "example.com", "subject_alternative_names": ["*.example.com", "example.com"]}

    options = _made_up(block_of("aws_acm_certificate"), "aws_acm_certificate", known)[
        "domain_validation_options"
    ]

    assert [option["domain_name"] for option in options] == ["example.com", "*.example.com"]
    assert all(option["resource_record_name"].endswith(".example.com.") for option in options)
    assert len({option["resource_record_value"] for option in options}) == 2


def _planned(block: Block, known: dict[str, Any]) -> dict[str, Any]:
    """As planned on creation: what is computed and not given is unknown."""
    planned = {name: UNKNOWN if attribute.computed else None for name, attribute in block.attributes.items()}
    return planned | {name: None if b.nesting == "single" else [] for name, b in block.blocks.items()} | known


def _made_up(
    block: Block, type_name: str, known: dict[str, Any], settings: Settings = SETTINGS
) -> dict[str, Any]:
    return Inventor().complete(type_name, block, _planned(block, known), {}, settings)
