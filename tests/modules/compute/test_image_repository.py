from __future__ import annotations

import json

from cdktf import TerraformStack

from modules.compute.image_repository import PULL, ImageRepository
from tests.modules.synthesised import Resources, a_key, a_role, synthesise


def repository(*, protect: bool = False) -> Resources:
    def build(stack: TerraformStack) -> None:
        made = ImageRepository(stack, "images", name="dev-catalog", key=a_key(stack), protect=protect)
        made.grant_pull(a_role(stack))

    return synthesise(build)


def test_a_tag_never_moves_and_every_image_is_scanned_and_encrypted() -> None:
    made = repository().only("aws_ecr_repository")

    assert made["image_tag_mutability"] == "IMMUTABLE"
    assert made["image_scanning_configuration"] == {"scan_on_push": True}
    assert made["encryption_configuration"] == [
        {"encryption_type": "KMS", "kms_key": "${aws_kms_key.key.arn}"}
    ]


def test_untagged_images_go_and_tagged_ones_stay_for_two_hundred_pushes() -> None:
    rules = json.loads(repository().only("aws_ecr_lifecycle_policy")["policy"])["rules"]

    assert [(rule["selection"]["tagStatus"], rule["selection"]["countNumber"]) for rule in rules] == [
        ("untagged", 14),
        ("tagged", 200),
    ]


def test_images_outlive_their_stack_when_the_environment_is_protected() -> None:
    kept, free = (repository(protect=protect).only("aws_ecr_repository") for protect in (True, False))

    assert (kept["force_delete"], kept["lifecycle"]) == (False, {"prevent_destroy": True})
    assert free["force_delete"] is True


def test_who_pulls_does_not_push() -> None:
    pull, token = repository().policy("aws_iam_role_policy")

    assert (pull["Action"], pull["Resource"]) == (list(PULL), ["${aws_ecr_repository.images.arn}"])
    assert (token["Action"], token["Resource"]) == (["ecr:GetAuthorizationToken"], ["*"])
