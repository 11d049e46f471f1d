"""Caches, searches and databases take encrypted connections only.

Checks ElastiCache (transit_encryption_enabled, mode `required`), OpenSearch (HTTPS with TLS 1.2, node to node), the
switch for it in the parameter groups of RDS, that databases have such a group, and the option for it in Oracle's.
Why: what a cache or a database answers passes the network in plain text otherwise, passwords with it.

Bad:  resource "aws_elasticache_replication_group" "quotes" { transit_encryption_enabled = false }
Good: resource "aws_elasticache_replication_group" "quotes" { transit_encryption_enabled = true }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource

# Source: "Amazon RDS User Guide, Using SSL/TLS to encrypt a connection", for PostgreSQL, MySQL, MariaDB and SQL
# Server.
FORCED = {"rds.force_ssl": "1", "require_secure_transport": "on"}
SWITCHABLE_FAMILIES = ("postgres", "aurora-postgresql", "mysql", "aurora-mysql", "mariadb", "sqlserver")
PARAMETER_GROUPS = {
    "aws_db_instance": "parameter_group_name",
    "aws_rds_cluster": "db_cluster_parameter_group_name",
}
# Source: "Amazon RDS User Guide, Oracle Secure Sockets Layer" and "Oracle native network encryption".
ORACLE_OPTIONS = ("SSL", "NATIVE_NETWORK_ENCRYPTION")


class CachesAndSearchesSpeakTls(ResourcePolicy):
    """Fails where a connection without TLS would be taken."""

    identifier = "YARD_TLS_2"
    title = "Caches, searches and databases take encrypted connections only"
    severity_level = "high"
    why = "Passwords and data would pass the network in plain text."
    fix = (
        "Set transit_encryption_enabled, enforce_https with TLS 1.2, or rds.force_ssl = 1 (require_secure_transport"
        " = ON) in the parameter group."
    )
    page = (
        "AWS Well-Architected Framework, SEC09-BP02 Enforce encryption in transit; AWS Foundational Security Best"
        " Practices, ElastiCache.5 and Opensearch.3"
    )
    resources = (
        *PARAMETER_GROUPS,
        "aws_elasticache_cluster",
        "aws_elasticache_replication_group",
        "aws_opensearch_domain",
        "aws_db_option_group",
        "aws_db_parameter_group",
        "aws_rds_cluster_parameter_group",
    )
    keys = ("transit_encryption_enabled", "domain_endpoint_options", "parameter", "option")

    def holds(self, resource: Resource) -> bool | None:
        """True where TLS is forced; None for a group of an engine that has its switch elsewhere."""
        arguments = resource.arguments
        if resource.kind == "aws_elasticache_replication_group":
            return arguments.is_on("transit_encryption_enabled") and (
                arguments.text("transit_encryption_mode") in ("", "required")
            )
        if resource.kind == "aws_elasticache_cluster":  # Redis alone cannot; in a group, the group is judged
            return bool(arguments.text("replication_group_id")) or arguments.is_on(
                "transit_encryption_enabled"
            )
        if resource.kind in PARAMETER_GROUPS:
            return _has_a_group_of_ours(arguments, PARAMETER_GROUPS[resource.kind])
        if resource.kind == "aws_opensearch_domain":
            return (
                arguments.is_on("domain_endpoint_options", "enforce_https")
                and "TLS-1-2" in arguments.text("domain_endpoint_options", "tls_security_policy")
                and arguments.is_on("node_to_node_encryption", "enabled")
            )
        if resource.kind == "aws_db_option_group":
            if not arguments.text("engine_name").startswith("oracle"):
                return None
            return any(option.text("option_name") in ORACLE_OPTIONS for option in arguments.blocks("option"))
        if not arguments.text("family").startswith(SWITCHABLE_FAMILIES):
            return None
        return any(_forces_tls(parameter) for parameter in arguments.blocks("parameter"))


def _has_a_group_of_ours(database: Arguments, key: str) -> bool | None:
    """Whether a database has parameters of our own, which are judged where they are made; AWS's take plain text."""
    if database.text("replicate_source_db") or not database.text("engine").startswith(SWITCHABLE_FAMILIES):
        return None
    return bool(database.text(key)) and not database.text(key).startswith("default.")


def _forces_tls(parameter: Arguments) -> bool:
    wanted = FORCED.get(parameter.text("name"))
    return wanted is not None and parameter.text("value").lower() in (wanted, "1")


check = CachesAndSearchesSpeakTls()
