"""ECR repository: tags that never move, scanned on push, encrypted.

Defines: repository, lifecycle policy.
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
from constructs import Construct

IMAGES_KEPT = 50


class ContainerRepository(Construct):
    """name: `dev-catalog`. key_arn: KMS key. protect: it is not deleted while it holds images. Handles: url, arn."""

    def __init__(self, scope: Construct, id: str, *, name: str, key_arn: str, protect: bool = False) -> None:
        super().__init__(scope, id)
        repository = EcrRepository(
            self,
            "repository",
            name=name,
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration=EcrRepositoryImageScanningConfiguration(scan_on_push=True),
            encryption_configuration=[
                EcrRepositoryEncryptionConfiguration(encryption_type="KMS", kms_key=key_arn)
            ],
            force_delete=not protect,
        )
        newest = {
            "rulePriority": 1,
            "description": f"Keep the newest {IMAGES_KEPT} images",
            "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": IMAGES_KEPT},
            "action": {"type": "expire"},
        }
        EcrLifecyclePolicy(
            self, "lifecycle-policy", repository=repository.name, policy=json.dumps({"rules": [newest]})
        )
        self.url: str = repository.repository_url
        self.arn: str = repository.arn
