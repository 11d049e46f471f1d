"""No plan knows the value of a secret.

Checks for secret values that a stack would write: secret versions, SecureString parameters, passwords of databases,
tokens of caches; write-only arguments (`…_wo`) and passwords that AWS manages are the way around.
Why: whatever a plan knows is in Terraform's state in plain text, for everybody who may read the state.

Bad:  resource "aws_db_instance" "orders" { password = "hunter2" }
Good: resource "aws_db_instance" "orders" { manage_master_user_password = true }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

VALUES = {
    "aws_secretsmanager_secret_version": ("secret_string", "secret_binary"),
    "aws_ssm_parameter": ("value",),
    "aws_db_instance": ("password",),
    "aws_rds_cluster": ("master_password",),
    "aws_docdb_cluster": ("master_password",),
    "aws_redshift_cluster": ("master_password",),
    "aws_elasticache_replication_group": ("auth_token",),
    "aws_elasticache_user": ("passwords",),
    "aws_mq_broker": ("password",),
}


class SecretValuesStayOutOfState(ResourcePolicy):
    """Fails where an argument holds a secret's value."""

    identifier = "YARD_SEC_2"
    title = "No plan knows the value of a secret"
    severity_level = "critical"
    why = "A value that a plan knows is in Terraform's state in plain text."
    fix = (
        "Let AWS manage the password (manage_master_user_password), or put the value with `aws secretsmanager"
        " put-secret-value`."
    )
    page = "AWS Well-Architected Framework, SEC02-BP03 Store and use secrets securely"
    resources = tuple(VALUES)
    keys = ("secret_string", "password", "master_password", "auth_token", "value")

    def holds(self, resource: Resource) -> bool | None:
        """True where no value is given; None for a parameter that is no secret."""
        if resource.kind == "aws_ssm_parameter" and resource.arguments.text("type") != "SecureString":
            return None
        return not any(resource.arguments.all(key) for key in VALUES[resource.kind])


check = SecretValuesStayOutOfState()
