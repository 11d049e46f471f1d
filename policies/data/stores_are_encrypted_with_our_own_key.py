"""What keeps data is encrypted with a KMS key of our own.

Checks each kind of store for its key: a reference to an `aws_kms_key`, or an ARN, never AWS's own key
(`alias/aws/…`) and never none. A bucket that load balancers or S3 deliver their logs to may use S3's keys: log
delivery cannot use ours.
Why: who may use our own key is our decision, is logged, and can be taken back; AWS's keys serve the whole account.

Bad:  resource "aws_dynamodb_table" "products" { name = "products" }
Good: resource "aws_dynamodb_table" "products" { server_side_encryption { enabled = true, kms_key_arn = … } }
"""

from __future__ import annotations

import re

from policies.documents import statements
from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

# Where each kind names its key, and the switch beside it.
KEY: dict[str, tuple[tuple[str, ...], tuple[str, ...] | None]] = {
    "aws_backup_vault": (("kms_key_arn",), None),
    "aws_cloudwatch_event_archive": (("kms_key_identifier",), None),
    "aws_cloudwatch_event_bus": (("kms_key_identifier",), None),
    "aws_cloudwatch_log_group": (("kms_key_id",), None),
    "aws_db_instance": (("kms_key_id",), ("storage_encrypted",)),
    "aws_docdb_cluster": (("kms_key_id",), ("storage_encrypted",)),
    "aws_dynamodb_table": (("server_side_encryption", "kms_key_arn"), ("server_side_encryption", "enabled")),
    "aws_ebs_volume": (("kms_key_id",), ("encrypted",)),
    "aws_ecr_repository": (("encryption_configuration", "kms_key"), None),
    "aws_efs_file_system": (("kms_key_id",), ("encrypted",)),
    "aws_elasticache_replication_group": (("kms_key_id",), ("at_rest_encryption_enabled",)),
    "aws_elasticache_serverless_cache": (("kms_key_id",), None),
    "aws_kinesis_stream": (("kms_key_id",), None),
    "aws_memorydb_cluster": (("kms_key_arn",), None),
    "aws_neptune_cluster": (("kms_key_arn",), ("storage_encrypted",)),
    "aws_opensearch_domain": (("encrypt_at_rest", "kms_key_id"), ("encrypt_at_rest", "enabled")),
    "aws_rds_cluster": (("kms_key_id",), ("storage_encrypted",)),
    "aws_redshift_cluster": (("kms_key_id",), ("encrypted",)),
    "aws_s3_bucket_server_side_encryption_configuration": (
        ("rule", "apply_server_side_encryption_by_default", "kms_master_key_id"),
        None,
    ),
    "aws_secretsmanager_secret": (("kms_key_id",), None),
    "aws_sns_topic": (("kms_master_key_id",), None),
    "aws_sqs_queue": (("kms_master_key_id",), None),
    "aws_ssm_parameter": (("key_id",), None),
}
OUR_KEY = re.compile(r"aws_kms_key|arn:[^:]*:kms:|cross-stack-output|^[0-9a-f]{8}-[0-9a-f-]{27}$")
LOG_DELIVERY = ("logdelivery", "logging.s3", "delivery.logs")


class StoresAreEncryptedWithOurOwnKey(ResourcePolicy):
    """Fails where a store names no key of our own, or a bucket has no encryption at all."""

    identifier = "YARD_DATA_1"
    title = "What keeps data is encrypted with a KMS key of our own"
    severity_level = "high"
    why = "Only with our own key can we say who reads the data, see who did, and stop it."
    fix = "Give it the stack's key (aws_kms_key), and a bucket its own server_side_encryption_configuration."
    page = (
        "AWS Well-Architected Framework, SEC08-BP02 Enforce encryption at rest; AWS Foundational Security Best"
        " Practices, RDS.3, SQS.1 and ElastiCache.4"
    )
    resources = ("aws_s3_bucket", *KEY)
    keys = tuple("/".join(path) for path, _ in KEY.values())

    def holds(self, resource: Resource) -> bool | None:
        """True where the key is ours, or logs are delivered there; None for a parameter that is no secret."""
        if resource.kind == "aws_ssm_parameter" and resource.arguments.text("type") != "SecureString":
            return None
        if resource.kind == "aws_s3_bucket":
            settings = self.stack.resources("aws_s3_bucket_server_side_encryption_configuration")
            return any(resource.is_meant_by(setting.arguments.raw("bucket")) for setting in settings)
        key, switch = KEY[resource.kind]
        if switch and not resource.arguments.is_on(*switch):
            return False
        if OUR_KEY.search(resource.arguments.text(*key)):
            return True
        return resource.kind.startswith("aws_s3_bucket") and self._takes_delivered_logs(resource)

    def _takes_delivered_logs(self, resource: Resource) -> bool:
        algorithm = resource.arguments.text(
            "rule", "apply_server_side_encryption_by_default", "sse_algorithm"
        )
        return algorithm == "AES256" and any(
            who.startswith(LOG_DELIVERY)
            for policy in self.stack.resources("aws_s3_bucket_policy")
            if policy.arguments.text("bucket") == _plain_reference(resource.arguments.text("bucket"))
            for statement in statements(policy.arguments.raw("policy"))
            if statement.allows
            for who in statement.principals.get("Service", ())
        )


def _plain_reference(text: str) -> str:
    return text.removeprefix("${").removesuffix("}")


check = StoresAreEncryptedWithOurOwnKey()
