"""CloudWatch dashboards and AWS Backup."""

from __future__ import annotations

import json
from typing import Any

from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values

BODY, OTHER = json.dumps({"widgets": []}), json.dumps({"start": "-PT1H", "widgets": []})


def see_dashboard(world: World, state: Values) -> Any:
    return world.aws("cloudwatch").get_dashboard(DashboardName=state["dashboard_name"])["DashboardBody"]


def plan(world: World) -> Values:
    vault = world.life.create("aws_backup_vault", name=world.name("vault"), kms_key_arn=world.key["arn"])
    return {
        "name": world.name("plan"),
        "rule": [
            {
                "rule_name": "daily",
                "target_vault_name": vault["name"],
                "schedule": "cron(0 2 ? * * *)",
                "start_window": 60,
                "completion_window": 480,
                "lifecycle": [{"delete_after": 35}],
            }
        ],
    }


def see_plan(world: World, state: Values) -> Any:
    (rule,) = world.aws("backup").get_backup_plan(BackupPlanId=state["id"])["BackupPlan"]["Rules"]
    return rule["RuleName"], rule["Lifecycle"]["DeleteAfterDays"]


def see_vault(world: World, state: Values) -> Any:
    found = world.aws("backup").describe_backup_vault(BackupVaultName=state["name"])
    return found["EncryptionKeyArn"] == world.key["arn"]


def lock(world: World) -> Values:
    vault = world.life.create("aws_backup_vault", name=world.name("vault"), kms_key_arn=world.key["arn"])
    return {"backup_vault_name": vault["name"], "min_retention_days": 7}


def see_lock(world: World, state: Values) -> Any:
    found = world.aws("backup").describe_backup_vault(BackupVaultName=state["backup_vault_name"])
    return found["Locked"], found["MinRetentionDays"]


CASES = {
    "aws_cloudwatch_dashboard": Case(
        lambda world: {"dashboard_name": world.name("dashboard"), "dashboard_body": BODY},
        see_dashboard,
        BODY,
        {"dashboard_body": OTHER},
        OTHER,
    ),
    "aws_backup_vault": Case(
        lambda world: {"name": world.name("vault"), "kms_key_arn": world.key["arn"]}, see_vault, True
    ),
    "aws_backup_plan": Case(plan, see_plan, ("daily", 35)),
    "aws_backup_vault_lock_configuration": Case(lock, see_lock, (True, 7)),
}
