"""In a protected stack, AWS itself refuses to delete databases, tables and load balancers.

Why: `prevent_destroy` stops Terraform only; a click in the console or a script stops at deletion protection.

Bad:  resource "aws_rds_cluster" "orders" { lifecycle { prevent_destroy = true } }
Good: the same with deletion_protection = true
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

SWITCH = {
    "aws_cognito_user_pool": "deletion_protection",
    "aws_db_instance": "deletion_protection",
    "aws_docdb_cluster": "deletion_protection",
    "aws_dynamodb_table": "deletion_protection_enabled",
    "aws_eks_cluster": "deletion_protection",
    "aws_lb": "enable_deletion_protection",
    "aws_neptune_cluster": "deletion_protection",
    "aws_rds_cluster": "deletion_protection",
}


class ProtectedDataHasDeletionProtection(ResourcePolicy):
    """Fails where AWS would delete the resource in a stack that protects something."""

    identifier = "YARD_DATA_5"
    title = "In a protected stack, AWS refuses to delete databases, tables and load balancers"
    severity_level = "high"
    why = "One click or one script would delete it, past Terraform."
    fix = "Pass the environment's `protect` on to the module: it sets deletion protection."
    page = "AWS Foundational Security Best Practices, DynamoDB.6, ELB.6, RDS.7 and RDS.8"
    resources = tuple(SWITCH)
    keys = tuple(sorted(set(SWITCH.values())))

    def holds(self, resource: Resource) -> bool | None:
        """True with the switch on; None in a stack that protects nothing."""
        if not self.stack.is_protected:
            return None
        return resource.arguments.text(SWITCH[resource.kind]).lower() in ("true", "active")


check = ProtectedDataHasDeletionProtection()
