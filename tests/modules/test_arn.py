from __future__ import annotations

import pytest

from modules.arn import account_root, arn, image_registry, image_repository_arn

DIGEST = "sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("region", "partition"),
    [("eu-west-1", "aws"), ("us-gov-west-1", "aws-us-gov"), ("cn-north-1", "aws-cn")],
)
def test_an_arn_is_in_the_partition_of_its_region(region: str, partition: str) -> None:
    assert arn("ecs", region, "111111111111", "*") == f"arn:{partition}:ecs:{region}:111111111111:*"
    assert account_root("111111111111", region) == f"arn:{partition}:iam::111111111111:root"


def test_the_registry_of_china_has_its_own_domain() -> None:
    assert image_registry("111111111111", "eu-west-1") == "111111111111.dkr.ecr.eu-west-1.amazonaws.com"
    assert image_registry("111111111111", "cn-north-1") == "111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn"


def test_an_image_of_another_account_names_the_repository_to_pull_from() -> None:
    image = f"999999999999.dkr.ecr.eu-west-1.amazonaws.com/shared/catalog@{DIGEST}"

    assert image_repository_arn(image) == "arn:aws:ecr:eu-west-1:999999999999:repository/shared/catalog"


def test_an_image_outside_amazon_ecr_needs_no_right() -> None:
    assert image_repository_arn(f"ghcr.io/example/catalog@{DIGEST}") is None
