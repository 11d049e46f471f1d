"""AWS Backup: vaults, their locks, and plans."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Values
from yard.offline.handlers.declaration import Declaration, Operation, Tags, creates, reads


def plan(values: Values) -> dict[str, Any]:
    """A plan as AWS takes it: windows in minutes, retention in days."""
    rules = [
        {
            "RuleName": rule["rule_name"],
            "TargetBackupVaultName": rule["target_vault_name"],
            "ScheduleExpression": rule.get("schedule"),
            "StartWindowMinutes": rule.get("start_window"),
            "CompletionWindowMinutes": rule.get("completion_window"),
            "Lifecycle": _lifecycle(rule.get("lifecycle")),
        }
        for rule in values.get("rule") or ()
    ]
    kept = [{name: value for name, value in rule.items() if value is not None} for rule in rules]
    return {"BackupPlanName": values["name"], "Rules": kept}


def _lifecycle(block: Any) -> dict[str, int] | None:
    given = (block[0] if isinstance(block, list) else block) if block else {}
    days = {
        "DeleteAfterDays": given.get("delete_after"),
        "MoveToColdStorageAfterDays": given.get("cold_storage_after"),
    }
    return {name: int(value) for name, value in days.items() if value is not None} or None


VAULT = Declaration(
    service="backup",
    create=Operation(
        "create_backup_vault",
        {"BackupVaultName": "name", "EncryptionKeyArn": "kms_key_arn"},
        result={"arn": "BackupVaultArn"},
    ),
    read=(
        reads(
            "describe_backup_vault",
            {"BackupVaultName": "name"},
            name="BackupVaultName",
            arn="BackupVaultArn",
            recovery_points="NumberOfRecoveryPoints",
            filled="recovery_points",
        ),
    ),
    delete=Operation("delete_backup_vault", {"BackupVaultName": "name"}),
    id="{name}",
    tags=Tags({"ResourceArn": "arn"}, read="list_tags", tags="Tags", keys="TagKeyList"),
)

PLAN = Declaration(
    service="backup",
    create=Operation(
        "create_backup_plan",
        {"BackupPlan": plan},
        result={"id": "BackupPlanId", "arn": "BackupPlanArn", "version": "VersionId"},
    ),
    read=(
        reads(
            "get_backup_plan",
            {"BackupPlanId": "id"},
            lambda answer, _: None if answer.get("DeletionDate") else answer,
            arn="BackupPlanArn",
            version="VersionId",
            name="BackupPlan.BackupPlanName",
        ),
    ),
    delete=Operation("delete_backup_plan", {"BackupPlanId": "id"}),
    tags=Tags({"ResourceArn": "arn"}, read="list_tags", tags="Tags", keys="TagKeyList"),
)

LOCKED = {"BackupVaultName": "backup_vault_name"}
VAULT_LOCK = Declaration(
    service="backup",
    create=creates("put_backup_vault_lock_configuration"),
    read=(
        reads(
            "describe_backup_vault",
            LOCKED,
            lambda answer, _: answer if answer.get("Locked") else None,
            backup_vault_arn="BackupVaultArn",
            filled="backup_vault_arn",
        ),
    ),
    delete=Operation("delete_backup_vault_lock_configuration", LOCKED),
    id="{backup_vault_name}",
)

DECLARATIONS = {
    "aws_backup_plan": PLAN,
    "aws_backup_vault": VAULT,
    "aws_backup_vault_lock_configuration": VAULT_LOCK,
}
