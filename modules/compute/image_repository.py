"""ECR repository for the images of one service.

Defines: the repository (tags that never move, scan on push, encrypted), the rule that cleans it up.
Leaves to the caller: who pushes.
"""

from __future__ import annotations

import json

from cdktf_cdktf_provider_aws.ecr_lifecycle_policy import EcrLifecyclePolicy
from cdktf_cdktf_provider_aws.ecr_repository import (
    EcrRepository,
    EcrRepositoryEncryptionConfiguration,
    EcrRepositoryImageScanningConfiguration,
)
from cdktf_cdktf_provider_aws.ecr_repository_policy import EcrRepositoryPolicy
from constructs import Construct

from modules.protection import lifecycle
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow, document
from modules.security.role import Role

# Source: "Amazon ECR User Guide, IAM policies for Amazon ECR": what a pull needs.
PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


class ImageRepository(Construct):
    """Images by digest; what is untagged for two weeks goes, and tagged ones beyond the newest 200."""

    def __init__(self, scope: Construct, id_: str, *, name: str, key: KmsKey, protect: bool) -> None:
        """protect: without it, destroying the repository destroys the images in it."""
        super().__init__(scope, id_)
        repository = EcrRepository(
            self,
            "Default",
            name=name,
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration=EcrRepositoryImageScanningConfiguration(scan_on_push=True),
            encryption_configuration=[
                EcrRepositoryEncryptionConfiguration(encryption_type="KMS", kms_key=key.arn)
            ],
            force_delete=not protect,
            lifecycle=lifecycle(protect=protect),
        )
        EcrLifecyclePolicy(self, "clean-up", repository=repository.name, policy=_clean_up())
        self._name = repository.name
        self.arn = repository.arn
        self.url = repository.repository_url

    def allow_function(self, function_arn: str) -> None:
        """Let Lambda pull images for one function; it pulls in no role of ours.

        Source: "AWS Lambda Developer Guide, Create a Lambda function using a container image, Amazon ECR permissions".
        """
        EcrRepositoryPolicy(
            self,
            "policy",
            repository=self._name,
            policy=document(
                [
                    allow(
                        ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                        [],
                        sid="Function",
                        principal={"Service": "lambda.amazonaws.com"},
                        condition={"ArnLike": {"aws:SourceArn": [function_arn, f"{function_arn}:*"]}},
                    )
                ]
            ),
        )

    def grant_pull(self, role: Role) -> None:
        """Let `role` pull images of this repository."""
        grant_pull_from(self.arn, role)


def grant_pull_from(repository_arn: str, role: Role) -> None:
    """Let `role` pull images of a repository, which may be another account's."""
    role.allow(
        allow(PULL, [repository_arn]),
        # It has no resources to name (source: "Service Authorization Reference, Amazon ECR").
        allow(["ecr:GetAuthorizationToken"], ["*"]),
    )


def _clean_up() -> str:
    untagged = {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": 14,
    }
    tagged = {
        "tagStatus": "tagged",
        "tagPatternList": ["*"],
        "countType": "imageCountMoreThan",
        "countNumber": 200,
    }
    rules = [
        {"rulePriority": 1, "description": "Untagged for two weeks", "selection": untagged},
        {"rulePriority": 2, "description": "Beyond the newest 200", "selection": tagged},
    ]
    return json.dumps({"rules": [{**rule, "action": {"type": "expire"}} for rule in rules]})
