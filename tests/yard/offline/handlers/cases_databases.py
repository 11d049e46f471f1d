"""RDS: instances, clusters, subnet groups, parameter groups."""

from __future__ import annotations

import json
from typing import Any

from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values


def subnet_group(world: World) -> Values:
    return {
        "name": world.name("subnets"),
        "description": "Isolated subnets",
        "subnet_ids": world.subnets,
        "tags": {"Team": "sales"},
    }


def parameter_group(prefix: str, family: str) -> Any:
    return lambda world: {
        "name": world.name(prefix),
        "description": "TLS",
        "family": family,
        "parameter": [{"name": "rds.force_ssl", "value": "1", "apply_method": "immediate"}],
    }


def instance(world: World) -> Values:
    return {
        "identifier": world.name("database"),
        "engine": "postgres",
        "engine_version": "17",
        "instance_class": "db.t4g.micro",
        "storage_type": "gp3",
        "allocated_storage": 20,
        "max_allocated_storage": 100,
        "storage_encrypted": True,
        "kms_key_id": world.key["arn"],
        "db_name": "shop",
        "username": "dbadmin",
        "manage_master_user_password": True,
        "master_user_secret_kms_key_id": world.key["arn"],
        "iam_database_authentication_enabled": True,
        "port": 5432,
        "db_subnet_group_name": world.life.create("aws_db_subnet_group", **subnet_group(world))["name"],
        "vpc_security_group_ids": [world.security_group()],
        "parameter_group_name": world.life.create(
            "aws_db_parameter_group", **parameter_group("settings", "postgres17")(world)
        )["name"],
        "backup_retention_period": 7,
        "backup_window": "02:00-03:00",
        "maintenance_window": "sun:04:00-sun:05:00",
        "copy_tags_to_snapshot": True,
        "skip_final_snapshot": True,
        "enabled_cloudwatch_logs_exports": ["postgresql", "upgrade"],
        "monitoring_interval": 0,
    }


def see_instance(world: World, state: Values) -> Any:
    rds = world.aws("rds")
    found = rds.describe_db_instances(DBInstanceIdentifier=state["identifier"])["DBInstances"][0]
    secret = world.aws("secretsmanager").get_secret_value(
        SecretId=state["master_user_secret"][0]["secret_arn"]
    )
    return {
        "class": found["DBInstanceClass"],
        "days": found["BackupRetentionPeriod"],
        "windows": (found["PreferredBackupWindow"], found["PreferredMaintenanceWindow"]),
        "watched by": (found.get("MonitoringRoleArn"), state["monitoring_role_arn"]),
        "logs": sorted(found["EnabledCloudwatchLogsExports"]),
        "named": state["address"] == found["Endpoint"]["Address"],
        "secret": sorted(json.loads(secret["SecretString"])),
    }


INSTANCE = {
    "class": "db.t4g.micro",
    "days": 7,
    "windows": ("02:00-03:00", "sun:04:00-sun:05:00"),
    "watched by": (None, ""),
    "logs": ["postgresql", "upgrade"],
    "named": True,
    "secret": ["password", "username"],
}


def cluster(world: World) -> Values:
    return {
        "cluster_identifier": world.name("cluster"),
        "engine": "aurora-postgresql",
        "engine_version": "17",
        "database_name": "shop",
        "master_username": "dbadmin",
        "manage_master_user_password": True,
        "master_user_secret_kms_key_id": world.key["arn"],
        "db_subnet_group_name": world.life.create("aws_db_subnet_group", **subnet_group(world))["name"],
        "vpc_security_group_ids": [world.security_group()],
        "serverlessv2_scaling_configuration": [{"min_capacity": 0.5, "max_capacity": 4}],
        "storage_encrypted": True,
        "kms_key_id": world.key["arn"],
        "backup_retention_period": 7,
        "skip_final_snapshot": True,
        "enabled_cloudwatch_logs_exports": ["postgresql"],
    }


def see_cluster(world: World, state: Values) -> Any:
    rds = world.aws("rds")
    found = rds.describe_db_clusters(DBClusterIdentifier=state["cluster_identifier"])["DBClusters"][0]
    secret = state["master_user_secret"][0]["secret_arn"] == found["MasterUserSecret"]["SecretArn"]
    return found["BackupRetentionPeriod"], found["Endpoint"] == state["endpoint"], secret


def cluster_instance(world: World) -> Values:
    made = world.life.create("aws_rds_cluster", **cluster(world))
    return {
        "identifier": world.name("member"),
        "cluster_identifier": made["cluster_identifier"],
        "engine": "aurora-postgresql",
        "instance_class": "db.serverless",
        "promotion_tier": 1,
    }


def see_parameters(kind: str, name: str) -> Any:
    def see(world: World, state: Values) -> Any:
        found = getattr(world.aws("rds"), f"describe_{kind}_parameters")(**{name: state["name"]})
        return [(one["ParameterName"], one["ParameterValue"]) for one in found["Parameters"]]

    return see


LOGGED = [
    {"name": "rds.force_ssl", "value": "1", "apply_method": "immediate"},
    {"name": "log_statement", "value": "ddl", "apply_method": "immediate"},
]

CASES = {
    "aws_db_subnet_group": Case(
        subnet_group,
        lambda world, state: world.aws("rds").describe_db_subnet_groups(DBSubnetGroupName=state["name"])[
            "DBSubnetGroups"
        ][0]["DBSubnetGroupDescription"],
        "Isolated subnets",
    ),
    "aws_db_parameter_group": Case(
        parameter_group("settings", "postgres17"),
        see_parameters("db", "DBParameterGroupName"),
        [("rds.force_ssl", "1")],
        {"parameter": LOGGED},
        [("rds.force_ssl", "1"), ("log_statement", "ddl")],
    ),
    "aws_rds_cluster_parameter_group": Case(
        parameter_group("settings", "aurora-postgresql17"),
        see_parameters("db_cluster", "DBClusterParameterGroupName"),
        [("rds.force_ssl", "1")],
        {"parameter": LOGGED},
        [("rds.force_ssl", "1"), ("log_statement", "ddl")],
    ),
    "aws_db_instance": Case(
        instance,
        see_instance,
        INSTANCE,
        {
            "instance_class": "db.m7g.large",
            "backup_retention_period": 14,
            "backup_window": "01:00-02:00",
            "enabled_cloudwatch_logs_exports": ["postgresql"],
        },
        {
            **INSTANCE,
            "class": "db.m7g.large",
            "days": 14,
            "logs": ["postgresql"],
            "windows": ("01:00-02:00", "sun:04:00-sun:05:00"),
        },
        identifier=lambda state: str(state["identifier"]),
    ),
    "aws_rds_cluster": Case(
        cluster, see_cluster, (7, True, True), {"backup_retention_period": 14}, (14, True, True)
    ),
    "aws_rds_cluster_instance": Case(
        cluster_instance,
        lambda world, state: world.aws("rds").describe_db_instances(DBInstanceIdentifier=state["identifier"])[
            "DBInstances"
        ][0]["DBInstanceClass"],
        "db.serverless",
        {"instance_class": "db.r7g.large"},
        "db.r7g.large",
    ),
}
