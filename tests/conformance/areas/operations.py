"""Logs, alarms, dashboards, backups, budgets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .area import ACCOUNT, Area, Client, merged
from .ground import KEY, QUEUES, TOPIC


def _dashboard(title: str) -> str:
    return json.dumps({"widgets": [{"type": "text", "width": 6, "properties": {"markdown": title}}]})


_RESOURCES: dict[str, Any] = {
    "aws_cloudwatch_dashboard": {"main": {"dashboard_name": "twin", "dashboard_body": _dashboard("Twin")}},
    "aws_backup_vault": {"main": {"name": "twin", "kms_key_arn": "${aws_kms_key.main.arn}"}},
    "aws_backup_plan": {
        "main": {
            "name": "twin",
            "rule": [
                {
                    "rule_name": "daily",
                    "target_vault_name": "${aws_backup_vault.main.name}",
                    "schedule": "cron(0 2 * * ? *)",
                    "start_window": 60,
                    "completion_window": 180,
                    "lifecycle": {"delete_after": 35},
                }
            ],
        }
    },
    "aws_budgets_budget": {
        "main": {
            "name": "twin",
            "budget_type": "COST",
            "time_unit": "MONTHLY",
            "limit_amount": "300.0",
            "limit_unit": "USD",
            "time_period_start": "2021-06-01_00:00",
        }
    },
    "aws_cloudwatch_log_group": {
        "app": {"name": "/twin/app", "retention_in_days": 14, "kms_key_id": "${aws_kms_key.main.arn}"},
        "flow": {"name": "/twin/flow"},
    },
    "aws_cloudwatch_metric_alarm": {
        "deep": {
            "alarm_name": "twin-deep",
            "comparison_operator": "GreaterThanThreshold",
            "evaluation_periods": 2,
            "metric_name": "ApproximateNumberOfMessagesVisible",
            "namespace": "AWS/SQS",
            "period": 60,
            "statistic": "Maximum",
            "threshold": 100,
            "dimensions": {"QueueName": "${aws_sqs_queue.orders.name}"},
            "alarm_actions": ["${aws_sns_topic.events.arn}"],
        }
    },
}

_CHANGES: dict[str, dict[str, dict[str, Any]]] = {
    "aws_cloudwatch_dashboard": {"main": {"dashboard_body": _dashboard("Other twin")}},
    "aws_backup_vault": {"main": {"tags": {"Name": "vault"}}},
    "aws_backup_plan": {"main": {"tags": {"Name": "plan"}}},
    "aws_cloudwatch_log_group": {"app": {"retention_in_days": 30}},
    "aws_cloudwatch_metric_alarm": {"deep": {"threshold": 200}},
}


def _dashboards(client: Client) -> Iterator[Any]:
    cloudwatch = client("cloudwatch")
    for one in cloudwatch.list_dashboards()["DashboardEntries"]:
        yield cloudwatch.get_dashboard(DashboardName=one["DashboardName"])["DashboardBody"]


def _backups(client: Client) -> Iterator[Any]:
    backup = client("backup")
    for vault in backup.list_backup_vaults()["BackupVaultList"]:
        yield vault
        yield backup.list_tags(ResourceArn=vault["BackupVaultArn"])["Tags"]
    for plan in backup.list_backup_plans()["BackupPlansList"]:
        yield backup.get_backup_plan(BackupPlanId=plan["BackupPlanId"])["BackupPlan"]
        yield backup.list_tags(ResourceArn=plan["BackupPlanArn"])["Tags"]


def _budgets(client: Client) -> Iterator[Any]:
    budgets = client("budgets")
    yield from budgets.describe_budgets(AccountId=ACCOUNT).get("Budgets", [])


def _logs(client: Client) -> Iterator[Any]:
    logs = client("logs")
    for group in logs.describe_log_groups()["logGroups"]:
        yield {group["logGroupName"]: logs.list_tags_log_group(logGroupName=group["logGroupName"])["tags"]}


AREA = Area(
    resources=merged(KEY, QUEUES, TOPIC, _RESOURCES),
    changes=_CHANGES,
    lists={
        "logs": {"describe_log_groups": "logGroups"},
        "cloudwatch": {"describe_alarms": "MetricAlarms"},
    },
    readers={"log groups": _logs, "dashboards": _dashboards, "backups": _backups, "budgets": _budgets},
)
