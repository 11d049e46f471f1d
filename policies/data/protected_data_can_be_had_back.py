"""In a protected stack, what was deleted can be had back.

Checks that a bucket or a repository is not emptied to be deleted, that a key and a secret wait 30 days, and that a
database leaves a last snapshot.
Why: deletion protection is switched off one day by somebody in a hurry; this is what remains then.

Bad:  resource "aws_secretsmanager_secret" "token" { recovery_window_in_days = 0 }
Good: resource "aws_secretsmanager_secret" "token" { recovery_window_in_days = 30 }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import PROTECTED_DAYS, Resource

EMPTIED_BY = {"aws_s3_bucket": "force_destroy", "aws_ecr_repository": "force_delete"}
# AWS waits 30 days where nothing is said.
WAITS = {"aws_kms_key": "deletion_window_in_days", "aws_secretsmanager_secret": "recovery_window_in_days"}
SNAPSHOT = ("aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster")


class ProtectedDataCanBeHadBack(ResourcePolicy):
    """Fails where a deletion would be final in a stack that protects something."""

    identifier = "YARD_DATA_6"
    title = "In a protected stack, what was deleted can be had back"
    severity_level = "high"
    why = "A deletion by mistake would be final."
    fix = "Pass the environment's `protect` on to the module: it sets the waiting time and refuses to empty a store."
    page = (
        "AWS Well-Architected Framework, REL09-BP01 Identify and back up all data that needs to be backed up, or"
        " reproduce the data from sources; AWS Foundational Security Best Practices, KMS.3"
    )
    resources = (*EMPTIED_BY, *WAITS, *SNAPSHOT)
    keys = (*EMPTIED_BY.values(), *WAITS.values(), "skip_final_snapshot")

    def holds(self, resource: Resource) -> bool | None:
        """True where a deletion is not final; None in a stack that protects nothing."""
        if not self.stack.is_protected:
            return None
        arguments = resource.arguments
        if resource.kind in EMPTIED_BY:
            return not arguments.is_on(EMPTIED_BY[resource.kind])
        if resource.kind in WAITS:
            days = arguments.number(WAITS[resource.kind])
            return days is None or days >= PROTECTED_DAYS
        return not arguments.is_on("skip_final_snapshot")


check = ProtectedDataCanBeHadBack()
