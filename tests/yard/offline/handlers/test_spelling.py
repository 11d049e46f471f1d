"""Terraform's names and AWS's are matched by what they mean."""

from __future__ import annotations

import pytest

from yard.offline.handlers.spelling import like_named, snake


@pytest.mark.parametrize(
    ("attribute", "member"),
    [
        ("cidr_block", "CidrBlock"),
        ("load_balancer", "loadBalancers"),
        ("sse_algorithm", "SSEAlgorithm"),
        ("kms_master_key_id", "KMSMasterKeyID"),
        ("policy", "Policies"),
    ],
)
def test_case_underscores_and_plurals_make_no_difference(attribute: str, member: str) -> None:
    assert like_named(attribute, ["Other", member]) == member


def test_the_exact_name_goes_before_the_plural() -> None:
    assert like_named("subnet", ["Subnets", "Subnet"]) == "Subnet"


def test_what_has_no_counterpart_has_none() -> None:
    assert like_named("force_destroy", ["Bucket", "ForceDestroyed"]) is None


@pytest.mark.parametrize(
    ("member", "attribute"),
    [("MapPublicIpOnLaunch", "map_public_ip_on_launch"), ("imageTagMutability", "image_tag_mutability")],
)
def test_a_name_of_aws_has_a_spelling_in_terraform(member: str, attribute: str) -> None:
    assert snake(member) == attribute
