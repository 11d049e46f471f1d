"""S3 bucket: private, encrypted, versioned, HTTPS only.

Defines: the bucket and its settings, each of them a resource of its own in hashicorp/aws.
Leaves to the caller: who reads and writes (`grant_read_write`), further statements of its policy (`allow`).
"""

from __future__ import annotations

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload,
    S3BucketLifecycleConfigurationRuleExpiration,
    S3BucketLifecycleConfigurationRuleFilter,
    S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration,
    S3BucketLifecycleConfigurationRuleTransition,
)
from cdktf_cdktf_provider_aws.s3_bucket_logging import S3BucketLoggingA
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

from modules.arn import partition
from modules.protection import lifecycle
from modules.security.kms_key import KmsKey
from modules.security.policy_document import Statement, allow, deny_without_tls, document
from modules.security.role import Role

NONCURRENT_DAYS = 30
OBJECTS = ("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject")


class Bucket(Construct):
    """Objects of one owner; a deleted or overwritten object can be had back for 30 days."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        key: KmsKey | None,
        expire_days: int | None = None,
        archive_days: int | None = None,
        log_bucket: str | None = None,
        protect: bool,
    ) -> None:
        """key: None takes S3's own keys (SSE-S3), which is all that log delivery can write to.

        expire_days: objects go after so many days. archive_days: before that, they move to S3 Glacier Instant
        Retrieval, which costs less to keep and more to read. log_bucket: name of the bucket that gets the access logs.
        protect: Terraform refuses to destroy the bucket; without it, its objects go with it.
        """
        super().__init__(scope, id_)
        if archive_days and expire_days and archive_days >= expire_days:
            raise ValueError(
                f"{name}: archive_days {archive_days} is not before expire_days {expire_days}. Lower it."
            )
        self._key = key
        bucket = S3Bucket(
            self,
            "Default",
            bucket=name,
            force_destroy=not protect,
            lifecycle=lifecycle(protect=protect),
        )
        self._bucket = bucket
        self.name = bucket.id
        self.arn = bucket.arn
        self.regional_domain_name = bucket.bucket_regional_domain_name
        self._encryption()
        versioning = S3BucketVersioningA(
            self,
            "versioning",
            bucket=self.name,
            versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"),
        )
        self._expiry(expire_days, archive_days, versioning)
        self._privacy()
        if log_bucket:
            S3BucketLoggingA(
                self, "access-logs", bucket=self.name, target_bucket=log_bucket, target_prefix=f"s3/{name}/"
            )

    def allow(self, *statements: Statement) -> None:
        """Add statements to the bucket's policy."""
        self._statements += statements
        self._policy.policy = document(self._statements)

    @property
    def dependencies(self) -> list[ITerraformDependable]:
        """The policy, for what checks its rights before it takes the bucket."""
        return [self._policy]

    def grant_read_write(self, role: Role) -> None:
        """Let `role` list the bucket, and get, put and delete objects."""
        role.allow(allow(["s3:ListBucket"], [self.arn]), allow(OBJECTS, [f"{self.arn}/*"]))
        if self._key:
            self._key.grant_encrypt_decrypt(role, via="s3")

    def grant_cloudfront(self, *, account: str, region: str) -> None:
        """Let the distributions of `account` read, and see what is not there: a missing object is then a 404.

        All of them: naming the one would make its stack and this one need each other. Sources: "CloudFront Developer
        Guide, Restrict access to an Amazon S3 origin", which has the KMS key's statement too.
        """
        service = "cloudfront.amazonaws.com"
        distributions = f"arn:{partition(region)}:cloudfront::{account}:distribution/*"
        condition = {"ArnLike": {"aws:SourceArn": distributions}}
        self.allow(
            allow(
                ["s3:GetObject"],
                [f"{self.arn}/*"],
                sid="CloudFrontReads",
                principal={"Service": service},
                condition=condition,
            ),
            allow(
                ["s3:ListBucket"],
                [self.arn],
                sid="CloudFrontSeesWhatIsMissing",
                principal={"Service": service},
                condition=condition,
            ),
        )
        if self._key:
            self._key.grant_service(service, sid="CloudFront", actions=["kms:Decrypt"], condition=condition)

    def _encryption(self) -> None:
        S3BucketServerSideEncryptionConfigurationA(
            self,
            "encryption",
            bucket=self.name,
            rule=[
                S3BucketServerSideEncryptionConfigurationRuleA(
                    # One request to KMS serves many objects (source: "Amazon S3 User Guide, S3 Bucket Keys").
                    bucket_key_enabled=True if self._key else None,
                    apply_server_side_encryption_by_default=S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
                        sse_algorithm="aws:kms" if self._key else "AES256",
                        kms_master_key_id=self._key.arn if self._key else None,
                    ),
                )
            ],
        )

    def _expiry(
        self, expire_days: int | None, archive_days: int | None, versioning: S3BucketVersioningA
    ) -> None:
        rule = S3BucketLifecycleConfigurationRule(
            id="clean-up",
            status="Enabled",
            filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="")],
            abort_incomplete_multipart_upload=[
                S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(days_after_initiation=7)
            ],
            noncurrent_version_expiration=[
                S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration(noncurrent_days=NONCURRENT_DAYS)
            ],
            expiration=[S3BucketLifecycleConfigurationRuleExpiration(days=expire_days)]
            if expire_days
            else None,
            transition=[
                S3BucketLifecycleConfigurationRuleTransition(days=archive_days, storage_class="GLACIER_IR")
            ]
            if archive_days
            else None,
        )
        S3BucketLifecycleConfiguration(self, "expiry", bucket=self.name, rule=[rule], depends_on=[versioning])

    def _privacy(self) -> None:
        S3BucketOwnershipControls(
            self,
            "ownership",
            bucket=self.name,
            rule=S3BucketOwnershipControlsRule(object_ownership="BucketOwnerEnforced"),
        )
        block = S3BucketPublicAccessBlock(
            self,
            "public-access",
            bucket=self.name,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
        )
        self._statements = [deny_without_tls(["s3:*"], [self.arn, f"{self.arn}/*"])]
        # S3 refuses two of these changes to one bucket at the same time.
        self._policy = S3BucketPolicy(
            self, "policy", bucket=self.name, policy=document(self._statements), depends_on=[block]
        )
