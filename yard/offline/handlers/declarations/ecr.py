"""ECR repositories and what they forget."""

from __future__ import annotations

from yard.offline.handlers.declaration import Change, Declaration, Operation, changes, creates, reads
from yard.offline.handlers.declarations.ecs import TAGS

REPOSITORY = {"repositoryName": "name"}
REPOSITORIES = Declaration(
    service="ecr",
    create=creates("create_repository", REPOSITORY, arn="repository.repositoryArn"),
    read=(
        reads(
            "describe_repositories",
            {"repositoryNames": "name"},
            "repositories[0]",
            arn="repositoryArn",
            repository_url="repositoryUri",
            filled="registry_id",
        ),
    ),
    changes=(
        changes(
            "image_tag_mutability",
            "put_image_tag_mutability",
            {**REPOSITORY, "imageTagMutability": "image_tag_mutability"},
        ),
        changes(
            "image_scanning_configuration",
            "put_image_scanning_configuration",
            {
                **REPOSITORY,
                "imageScanningConfiguration": lambda values: (
                    values.get("image_scanning_configuration") or {"scanOnPush": False}
                ),
            },
        ),
    ),
    delete=Operation(
        "delete_repository", {**REPOSITORY, "force": lambda values: bool(values.get("force_delete"))}
    ),
    id="{name}",
    defaults={"image_tag_mutability": "MUTABLE", "encryption_configuration": [{"encryption_type": "AES256"}]},
    tags=TAGS,
)

_PUT_LIFECYCLE = Operation(
    "put_lifecycle_policy", {"repositoryName": "repository", "lifecyclePolicyText": "policy"}
)
IMAGE_LIFECYCLE = Declaration(
    service="ecr",
    create=_PUT_LIFECYCLE,
    read=(
        reads(
            "get_lifecycle_policy",
            {"repositoryName": "repository"},
            policy="lifecyclePolicyText",
            filled="registry_id",
        ),
    ),
    delete=Operation("delete_lifecycle_policy", {"repositoryName": "repository"}),
    id="{repository}",
)

_PUT_POLICY = Operation("set_repository_policy", {"repositoryName": "repository", "policyText": "policy"})
REPOSITORY_POLICY = Declaration(
    service="ecr",
    create=_PUT_POLICY,
    read=(
        reads(
            "get_repository_policy",
            {"repositoryName": "repository"},
            policy="policyText",
            filled="registry_id",
        ),
    ),
    changes=(Change(frozenset({"policy"}), _PUT_POLICY),),
    delete=Operation("delete_repository_policy", {"repositoryName": "repository"}),
    id="{repository}",
)

DECLARATIONS = {
    "aws_ecr_repository": REPOSITORIES,
    "aws_ecr_lifecycle_policy": IMAGE_LIFECYCLE,
    "aws_ecr_repository_policy": REPOSITORY_POLICY,
}
