"""What is seen of a database: its logs in CloudWatch Logs, its operating system every minute.

Defines: a log group for each exported log, made before RDS would make one that nobody encrypts and that never ends; the
role in which RDS writes enhanced monitoring.
Leaves to the caller: the database, Performance Insights.
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable
from constructs import Construct

from modules.arn import arn
from modules.observability.log_group import LogGroup
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow
from modules.security.role import Role

MONITORING_INTERVAL_SECONDS = 60
PERFORMANCE_INSIGHTS_DAYS = 7  # the days that cost nothing


class DatabaseWatch(Construct):
    """`dependencies` must exist before the database does."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        log_prefix: str,
        log_exports: Sequence[str],
        retention_days: int,
        monitored: str,
        role_name: str,
        key: KmsKey,
    ) -> None:
        """log_prefix: `/aws/rds/instance/<name>` or `/aws/rds/cluster/<name>`.

        monitored: identifier of the instance, a pattern where there are several. role_name: of the role for enhanced
        monitoring.
        """
        super().__init__(scope, id_)
        key.allow_log_groups(f"{log_prefix}/*")
        self._groups = [
            LogGroup(self, f"log-{log}", name=f"{log_prefix}/{log}", retention_days=retention_days, key=key)
            for log in log_exports
        ]
        self._role = self._monitoring(role_name, monitored, key)
        self.role_arn = self._role.arn

    @property
    def dependencies(self) -> list[ITerraformDependable]:
        """The log groups, and the rights of the role."""
        return [*(group.resource for group in self._groups), *self._role.dependencies]

    def _monitoring(self, name: str, monitored: str, key: KmsKey) -> Role:
        """Rights of the managed policy AmazonRDSEnhancedMonitoringRole, in this account and region alone.

        Source: "Amazon RDS User Guide, Setting up and enabling Enhanced Monitoring".
        """
        role = Role(
            self,
            "monitoring-role",
            name=name,
            description="How RDS writes the figures of the operating system",
            service="monitoring.rds.amazonaws.com",
            account=key.account,
            source_arn=arn("rds", key.region, key.account, f"db:{monitored}"),
        )
        groups = arn("logs", key.region, key.account, "log-group:RDS*")
        role.allow(
            allow(["logs:CreateLogGroup", "logs:PutRetentionPolicy"], [groups]),
            allow(
                [
                    "logs:CreateLogStream",
                    "logs:DescribeLogStreams",
                    "logs:GetLogEvents",
                    "logs:PutLogEvents",
                ],
                [f"{groups}:log-stream:*"],
            ),
        )
        return role
