"""In a protected stack, Terraform refuses to destroy what keeps data.

A stack is protected where anything in it is kept from deletion (`policies/stack.py`); no environment is named.
Why: a renamed construct looks like a small change and is a table, a bucket or a key destroyed and made anew.

Bad:  resource "aws_dynamodb_table" "orders" { deletion_protection_enabled = true }
Good: the same with lifecycle { prevent_destroy = true }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource


class ProtectedDataIsNotDestroyed(ResourcePolicy):
    """Fails where what keeps data lacks `prevent_destroy` in a stack that protects something."""

    identifier = "YARD_DATA_4"
    title = "In a protected stack, Terraform refuses to destroy what keeps data"
    severity_level = "critical"
    why = "A plan that replaces a store takes its data with it."
    fix = "Pass the environment's `protect` on to the module: it sets lifecycle.prevent_destroy."
    page = (
        "AWS Well-Architected Framework, REL08-BP04 Deploy using immutable infrastructure and REL09-BP01 Identify"
        " and back up all data that needs to be backed up, or reproduce the data from sources"
    )
    resources = (
        "aws_backup_vault",
        "aws_cloudwatch_event_archive",
        "aws_db_instance",
        "aws_docdb_cluster",
        "aws_dynamodb_table",
        "aws_ecr_repository",
        "aws_efs_file_system",
        "aws_elasticache_replication_group",
        "aws_elasticache_serverless_cache",
        "aws_kinesis_stream",
        "aws_kms_key",
        "aws_opensearch_domain",
        "aws_rds_cluster",
        "aws_s3_bucket",
        "aws_secretsmanager_secret",
        "aws_sqs_queue",
    )
    keys = ("lifecycle/prevent_destroy",)

    def holds(self, resource: Resource) -> bool | None:
        """True with `prevent_destroy`; None in a stack that protects nothing."""
        if not self.stack.is_protected:
            return None
        return resource.arguments.is_on("lifecycle", "prevent_destroy")


check = ProtectedDataIsNotDestroyed()
