"""AWS Backup for everything of one environment that holds data.

Defines: a vault that keeps its recovery points, a daily and a monthly rule, the selection by tag, AWS Backup's role.
Leaves to the caller: the key; restoring, which people do (source: "AWS Backup Developer Guide, Restore a backup").
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.backup_plan import BackupPlan as BackupPlanResource
from cdktf_cdktf_provider_aws.backup_plan import BackupPlanRule, BackupPlanRuleLifecycle
from cdktf_cdktf_provider_aws.backup_selection import (
    BackupSelection,
    BackupSelectionCondition,
    BackupSelectionConditionStringEquals,
)
from cdktf_cdktf_provider_aws.backup_vault import BackupVault
from cdktf_cdktf_provider_aws.backup_vault_lock_configuration import BackupVaultLockConfiguration
from constructs import Construct

from modules.arn import partition
from modules.protection import lifecycle
from modules.security.kms_key import KmsKey
from modules.security.role import Role

# UTC. Source: "AWS Backup Developer Guide, Create a backup plan" (CRON expressions of six fields).
DAILY, MONTHLY = "cron(0 2 ? * * *)", "cron(0 4 1 * ? *)"
# A point that is not begun within an hour, or not done within eight, is told as failed.
START_MINUTES, COMPLETION_MINUTES = 60, 480
DAILY_DAYS, MONTHLY_DAYS = 35, 365
# Nobody, not even the account's administrators of backups, deletes a point before so many days.
LOCKED_DAYS = 7
# What the plan takes, where it is tagged with the environment. Source: "AWS Backup Developer Guide, Feature
# availability by resource". `*` for regions: selections match ARNs of the plan's own region only.
STORES = ("dynamodb:*:*:table/*", "rds:*:*:cluster:*", "rds:*:*:db:*", "s3:::*")
# Source: "AWS Backup Developer Guide, Managed policies for AWS Backup".
POLICIES = (
    "service-role/AWSBackupServiceRolePolicyForBackup",
    "AWSBackupServiceRolePolicyForS3Backup",
)


class BackupPlan(Construct):
    """Daily points for five weeks, monthly ones for a year."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        environment: str,
        account: str,
        region: str,
        role_name: str,
        key: KmsKey,
    ) -> None:
        """environment: value of the tag Environment of what is backed up."""
        super().__init__(scope, id_)
        vault = BackupVault(
            self,
            "vault",
            name=name,
            kms_key_arn=key.arn,
            lifecycle=lifecycle(protect=True),
        )
        # Governance mode: without changeable_for_days the lock itself can still be taken off (source: "AWS Backup
        # Developer Guide, AWS Backup Vault Lock").
        BackupVaultLockConfiguration(
            self, "lock", backup_vault_name=vault.name, min_retention_days=LOCKED_DAYS
        )
        plan = BackupPlanResource(
            self,
            "Default",
            name=name,
            rule=[
                _rule("daily", DAILY, DAILY_DAYS, vault.name),
                _rule("monthly", MONTHLY, MONTHLY_DAYS, vault.name),
            ],
        )
        BackupSelection(
            self,
            "stores",
            name="stores",
            plan_id=plan.id,
            iam_role_arn=self._role(role_name, account, region),
            resources=[f"arn:{partition(region)}:{store}" for store in STORES],
            condition=[
                BackupSelectionCondition(
                    string_equals=[
                        BackupSelectionConditionStringEquals(
                            key="aws:ResourceTag/Environment", value=environment
                        )
                    ]
                )
            ],
        )
        self.vault_name = vault.name

    def _role(self, name: str, account: str, region: str) -> str:
        role = Role(
            self,
            "role",
            name=name,
            description="What AWS Backup may do to take backups",
            service="backup.amazonaws.com",
            account=account,
            source_arn=f"arn:{partition(region)}:backup:{region}:{account}:*",
        )
        for policy in POLICIES:
            role.attach(policy)
        return role.arn


def _rule(name: str, schedule: str, keep_days: int, vault: str) -> BackupPlanRule:
    return BackupPlanRule(
        rule_name=name,
        target_vault_name=vault,
        schedule=schedule,
        start_window=START_MINUTES,
        completion_window=COMPLETION_MINUTES,
        lifecycle=BackupPlanRuleLifecycle(delete_after=keep_days),
    )
