"""S3 bucket: private, encrypted, versioned, TLS only.

Defines: bucket, ownership, public access block, versioning, encryption, policy, lifecycle.
Leaves to the caller: permission (`grant_read_write`).
"""

from __future__ import annotations

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload,
    S3BucketLifecycleConfigurationRuleExpiration,
    S3BucketLifecycleConfigurationRuleFilter,
    S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration,
)
from cdktf_cdktf_provider_aws.s3_bucket_ownership_controls import (
    S3BucketOwnershipControls,
    S3BucketOwnershipControlsRule,
)
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from cdktf_cdktf_provider_aws.s3_bucket_public_access_block import S3BucketPublicAccessBlock
from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
    S3BucketServerSideEncryptionConfigurationA,
    S3BucketServerSideEncryptionConfigurationRuleA,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA,
)
from cdktf_cdktf_provider_aws.s3_bucket_versioning import (
    S3BucketVersioningA,
    S3BucketVersioningVersioningConfiguration,
)
from constructs import Construct

from modules.security.policy_document import document, statement
from modules.security.role import Role

NAME_LIMIT = 63  # Source: "Amazon S3 User Guide, Bucket naming rules".
OLD_VERSION_DAYS = 30


class Bucket(Construct):
    """name: 3 to 63 characters, unique in the world. key_arn: KMS key, or None for S3's own (SSE-S3).

    expire_days: objects go after so many days, None keeps them; old versions go after 30.
    extra_statements: more of the bucket policy. protect: Terraform refuses to destroy it.
    Handles: name, arn.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        key_arn: str | None = None,
        expire_days: int | None = None,
        extra_statements: tuple[dict[str, object], ...] = (),
        protect: bool = False,
    ) -> None:
        super().__init__(scope, id)
        self.name = name
        self._bucket = S3Bucket(
            self,
            "bucket",
            bucket=name,
            force_destroy=not protect,
            lifecycle=TerraformResourceLifecycle(prevent_destroy=True) if protect else None,
        )
        self.arn: str = self._bucket.arn
        self._close_to_the_public()
        self._encrypt(key_arn)
        self._keep_versions(expire_days)
        # Source: "AWS Foundational Security Best Practices, S3.5".
        tls_only = statement(
            sid="TlsOnly",
            effect="Deny",
            actions=["s3:*"],
            resources=[self.arn, f"{self.arn}/*"],
            principals={"AWS": "*"},
            conditions={"Bool": {"aws:SecureTransport": "false"}},
        )
        S3BucketPolicy(self, "policy", bucket=self._bucket.id, policy=document(tls_only, *extra_statements))

    def grant_read_write(self, role: Role) -> None:
        """Let `role` list the bucket and read, write and delete its objects."""
        role.allow(f"list-{self.node.id}", actions=["s3:ListBucket"], resources=[self.arn])
        role.allow(
            f"objects-{self.node.id}",
            actions=["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
            resources=[f"{self.arn}/*"],
        )

    def _close_to_the_public(self) -> None:
        S3BucketOwnershipControls(
            self,
            "ownership",
            bucket=self._bucket.id,
            rule=S3BucketOwnershipControlsRule(object_ownership="BucketOwnerEnforced"),
        )
        S3BucketPublicAccessBlock(
            self,
            "public-access-block",
            bucket=self._bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
        )

    def _encrypt(self, key_arn: str | None) -> None:
        default = S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
            sse_algorithm="aws:kms" if key_arn else "AES256", kms_master_key_id=key_arn
        )
        rule = S3BucketServerSideEncryptionConfigurationRuleA(
            apply_server_side_encryption_by_default=default, bucket_key_enabled=True if key_arn else None
        )
        S3BucketServerSideEncryptionConfigurationA(self, "encryption", bucket=self._bucket.id, rule=[rule])

    def _keep_versions(self, expire_days: int | None) -> None:
        versioning = S3BucketVersioningA(
            self,
            "versioning",
            bucket=self._bucket.id,
            versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"),
        )
        rule = S3BucketLifecycleConfigurationRule(
            id="tidy",
            status="Enabled",
            filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="")],
            abort_incomplete_multipart_upload=[
                S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(days_after_initiation=7)
            ],
            noncurrent_version_expiration=[
                S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration(noncurrent_days=OLD_VERSION_DAYS)
            ],
            expiration=[S3BucketLifecycleConfigurationRuleExpiration(days=expire_days)] if expire_days else None,
        )
        S3BucketLifecycleConfiguration(
            self, "lifecycle", bucket=self._bucket.id, rule=[rule], depends_on=[versioning]
        )
