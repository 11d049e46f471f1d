"""Refuses a plan that takes data with it: replacing a table empties it, and nobody reads a long plan to the end.

Terraform replaces what AWS cannot change in place, without a question. Here such a resource must be named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from yard.config import YardError
from yard.engine.changes import ResourceChange, StackPlan

# What holds something that no apply brings back: data, messages, keys to data, images, logs, addresses of people.
STATEFUL = frozenset(
    {
        "aws_backup_vault",
        "aws_cloudwatch_log_group",
        "aws_cognito_user_pool",
        "aws_db_instance",
        "aws_docdb_cluster",
        "aws_dynamodb_global_table",
        "aws_dynamodb_table",
        "aws_ebs_volume",
        "aws_ecr_repository",
        "aws_efs_file_system",
        "aws_elasticache_cluster",
        "aws_elasticache_replication_group",
        "aws_elasticache_serverless_cache",
        "aws_fsx_lustre_file_system",
        "aws_fsx_ontap_file_system",
        "aws_fsx_openzfs_file_system",
        "aws_fsx_windows_file_system",
        "aws_keyspaces_table",
        "aws_kinesis_stream",
        "aws_kms_external_key",
        "aws_kms_key",
        "aws_kms_replica_key",
        "aws_memorydb_cluster",
        "aws_mq_broker",
        "aws_msk_cluster",
        "aws_msk_serverless_cluster",
        "aws_neptune_cluster",
        "aws_opensearch_domain",
        "aws_rds_cluster",
        "aws_rds_global_cluster",
        "aws_redshift_cluster",
        "aws_route53_zone",
        "aws_s3_bucket",
        "aws_s3_directory_bucket",
        "aws_secretsmanager_secret",
        "aws_sqs_queue",
        "aws_ssm_parameter",
        "aws_timestreamwrite_table",
    }
)
LOST = ("replace", "destroy")


class LossRefusedError(YardError):
    """A plan would replace or destroy something that holds data, and nobody named it.

    losses: stack and change, in the order of the plan.
    """

    def __init__(self, losses: Iterable[tuple[str, ResourceChange]]) -> None:
        self.losses = list(losses)
        named = "; ".join(f"{stack}: {change.address} ({change.count})" for stack, change in self.losses)
        options = " ".join(f"--allow-replace '{stack}:{change.address}'" for stack, change in self.losses)
        it = "it" if len(self.losses) == 1 else "each"
        super().__init__(
            f"Nothing was applied there: the plan takes data with it. {named}."
            f" Change the files so that {it} stays (a construct that moved: move_to), or, after a backup, name {it}:"
            f" {options}"
        )


def losses(plan: StackPlan, allowed: Collection[str] = ()) -> list[ResourceChange]:
    """What `plan` replaces or destroys that holds data and is not among `allowed` (ADDRESS or STACK:ADDRESS)."""
    names = {name.replace(": ", ":") for name in allowed}
    return [
        change
        for change in plan.resources
        if change.count in LOST
        and change.type in STATEFUL
        and not names & {change.address, f"{plan.name}:{change.address}"}
    ]


def refuse_losses(plans: Iterable[StackPlan], allowed: Collection[str] = ()) -> None:
    """Raise LossRefusedError where one of `plans` has losses."""
    found = [(plan.name, change) for plan in plans for change in losses(plan, allowed)]
    if found:
        raise LossRefusedError(found)


def guard(allowed: Collection[str]) -> Callable[[StackPlan], None]:
    """What `Engine.apply` asks before it applies a plan."""
    return lambda plan: refuse_losses([plan], allowed)
