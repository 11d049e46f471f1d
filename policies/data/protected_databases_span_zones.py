"""In a protected stack, databases and caches go on when a zone fails.

Checks Multi-AZ of RDS, a second instance of Aurora, automatic failover with a replica of ElastiCache, zone awareness
of OpenSearch.
Why: a zone fails every few years, for hours; a database in one zone fails with it.

Bad:  resource "aws_db_instance" "orders" { deletion_protection = true }
Good: the same with multi_az = true
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource


class ProtectedDatabasesSpanZones(ResourcePolicy):
    """Fails where a protected database or cache is in one zone only."""

    identifier = "YARD_DATA_8"
    title = "In a protected stack, databases and caches span availability zones"
    severity_level = "high"
    why = "When its zone fails, so does everything that needs it."
    fix = "Set multi_az; give Aurora a reader, and a cache automatic_failover_enabled and a replica."
    page = (
        "AWS Well-Architected Framework, REL10-BP01 Deploy the workload to multiple locations; AWS Foundational"
        " Security Best Practices, RDS.5 and ElastiCache.3"
    )
    resources = (
        "aws_db_instance",
        "aws_elasticache_replication_group",
        "aws_opensearch_domain",
        "aws_rds_cluster",
    )
    keys = ("multi_az", "automatic_failover_enabled", "multi_az_enabled", "cluster_config")

    def holds(self, resource: Resource) -> bool | None:
        """True where a second zone stands by; None in a stack that protects nothing."""
        arguments = resource.arguments
        if not self.stack.is_protected or arguments.text("replicate_source_db"):
            return None
        if resource.kind == "aws_db_instance":
            return arguments.is_on("multi_az")
        if resource.kind == "aws_rds_cluster":
            instances = self.stack.resources("aws_rds_cluster_instance")
            return sum(resource.is_meant_by(one.arguments.raw("cluster_identifier")) for one in instances) > 1
        if resource.kind == "aws_opensearch_domain":
            return arguments.is_on("cluster_config", "zone_awareness_enabled")
        nodes = max(
            arguments.number("num_cache_clusters") or 0,
            (arguments.number("replicas_per_node_group") or 0) + 1,
        )
        return (
            arguments.is_on("multi_az_enabled")
            and arguments.is_on("automatic_failover_enabled")
            and nodes > 1
        )


check = ProtectedDatabasesSpanZones()
