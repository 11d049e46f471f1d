"""Databases can be set back to any moment of at least the last week.

Checks point-in-time recovery of tables, everywhere; automatic backups of databases and caches, 7 days at least, where
the stack is protected (elsewhere one day of a database).
Why: replicas copy a faulty release's damage within milliseconds; only a backup is from before it.

Bad:  resource "aws_dynamodb_table" "orders" { point_in_time_recovery { enabled = false } }
Good: resource "aws_dynamodb_table" "orders" { point_in_time_recovery { enabled = true } }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

RETENTION = {
    "aws_db_instance": "backup_retention_period",
    "aws_docdb_cluster": "backup_retention_period",
    "aws_elasticache_replication_group": "snapshot_retention_limit",
    "aws_elasticache_serverless_cache": "snapshot_retention_limit",
    "aws_neptune_cluster": "backup_retention_period",
    "aws_rds_cluster": "backup_retention_period",
}
PROTECTED_RETENTION_DAYS = 7


class DatabasesAreBackedUp(ResourcePolicy):
    """Fails where there is no backup, or one too short."""

    identifier = "YARD_DATA_7"
    title = "Databases can be set back to an earlier moment"
    severity_level = "high"
    why = "What a faulty release has written over could not be had back."
    fix = "Switch on point_in_time_recovery, or keep backups for 7 days (backup_retention_period)."
    page = (
        "AWS Well-Architected Framework, REL09-BP03 Perform data backup automatically; AWS Foundational Security"
        " Best Practices, DynamoDB.2, RDS.11 and ElastiCache.1"
    )
    resources = ("aws_dynamodb_table", *RETENTION)
    keys = ("point_in_time_recovery/enabled", "backup_retention_period", "snapshot_retention_limit")

    def holds(self, resource: Resource) -> bool | None:
        """True where backups are kept long enough; None for a cache that is not protected."""
        if resource.kind == "aws_dynamodb_table":
            return resource.arguments.is_on("point_in_time_recovery", "enabled")
        if resource.arguments.text("replicate_source_db"):
            return None
        days = resource.arguments.number(RETENTION[resource.kind]) or 0
        if self.stack.is_protected:
            return days >= PROTECTED_RETENTION_DAYS
        return None if "elasticache" in resource.kind else days >= 1


check = DatabasesAreBackedUp()
