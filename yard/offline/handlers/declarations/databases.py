"""RDS: instances, Aurora clusters and their instances, subnet groups, parameter groups.

RDS makes the master user's secret, in the emulated Secrets Manager too. Left to the state: Performance Insights, which
the emulated RDS does not tell of, and whatever nobody changes on one machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import (
    Change,
    Declaration,
    Operation,
    Path,
    Procedure,
    Tags,
    always,
    imports,
    reads,
)

INSTANCE = {"DBInstanceIdentifier": "identifier"}
CLUSTER = {"DBClusterIdentifier": "cluster_identifier"}
TAGS = Tags(
    {"ResourceName": "arn"},
    add="add_tags_to_resource",
    remove="remove_tags_from_resource",
    found="TagList",
)
# Argument -> what RDS calls it, where the two differ.
RENAMED = {
    "EnableCloudwatchLogsExports": "enabled_cloudwatch_logs_exports",
    "EnableIAMDatabaseAuthentication": "iam_database_authentication_enabled",
}


def seen_secret(seen: Mapping[str, Any]) -> list[Values]:
    """The secret of the master user as an attribute."""
    secret = seen.get("MasterUserSecret")
    if not secret:
        return []
    return [
        {
            "kms_key_id": secret.get("KmsKeyId", ""),
            "secret_arn": secret["SecretArn"],
            "secret_status": "active",
        }
    ]


def seen_scaling(seen: Mapping[str, Any]) -> list[Values]:
    """The capacity of a serverless cluster as a block."""
    found = seen.get("ServerlessV2ScalingConfiguration")
    return (
        [{"min_capacity": found.get("MinCapacity"), "max_capacity": found.get("MaxCapacity")}]
        if found
        else []
    )


def own_option_group(values: Values) -> str | None:
    """The option group, if it is not the engine's own, which the emulated RDS does not find."""
    name = values.get("option_group_name") or ""
    return None if name.startswith("default:") else name or None


def rename(cloud: Cloud, prior: Values, planned: Values) -> None:
    """Give the instance another identifier; it stays the same instance."""
    cloud.client("rds", planned.get("region")).modify_db_instance(
        DBInstanceIdentifier=prior["identifier"],
        NewDBInstanceIdentifier=planned["identifier"],
        ApplyImmediately=True,
    )


def deleted(operation: str, identifier: Mapping[str, str]) -> Procedure:
    """Delete with a final snapshot, or without."""

    def procedure(cloud: Cloud, _prior: Values, state: Values) -> None:
        names = {aws: state[name] for aws, name in identifier.items()}
        snapshot = state.get("final_snapshot_identifier")
        last = (
            {"SkipFinalSnapshot": True}
            if state.get("skip_final_snapshot") or not snapshot
            else {"SkipFinalSnapshot": False, "FinalDBSnapshotIdentifier": snapshot}
        )
        getattr(cloud.client("rds", state.get("region")), operation)(**names, **last)

    return procedure


def changed_logs(operation: str, identifier: Mapping[str, str]) -> Procedure:
    """RDS is told which logs to begin and which to stop sending."""

    def procedure(cloud: Cloud, prior: Values, planned: Values) -> None:
        before, after = (set(v.get("enabled_cloudwatch_logs_exports") or ()) for v in (prior, planned))
        exports = {"EnableLogTypes": sorted(after - before), "DisableLogTypes": sorted(before - after)}
        names = {aws: planned[name] for aws, name in identifier.items()}
        getattr(cloud.client("rds", planned.get("region")), operation)(
            **names, CloudwatchLogsExportConfiguration=exports
        )

    return procedure


def modified(operation: str, identifier: Mapping[str, str], arguments: Mapping[str, str]) -> Change:
    """A change of any of `arguments` (RDS's name -> ours), made at once."""
    every = {**identifier, **arguments, "ApplyImmediately": always(True)}
    return Change(frozenset(arguments.values()), Operation(operation, every))


def parameters(kind: str) -> Declaration:
    """`db` or `db_cluster`: groups of parameters, changed twenty at a time."""
    name = "DBParameterGroupName" if kind == "db" else "DBClusterParameterGroupName"
    service = f"{kind}_parameter_group"
    described = "DBParameterGroups" if kind == "db" else "DBClusterParameterGroups"

    def put(cloud: Cloud, _prior: Values, planned: Values) -> None:
        rds = cloud.client("rds", planned.get("region"))
        given = [
            {"ParameterName": one["name"], "ParameterValue": one["value"], "ApplyMethod": one["apply_method"]}
            for one in planned.get("parameter") or []
        ]
        for start in range(0, len(given), 20):
            getattr(rds, f"modify_{service}")(**{name: planned["name"]}, Parameters=given[start : start + 20])

    listed: Path = lambda answer: [  # noqa: E731 - a path in the answer
        {
            "name": one["ParameterName"],
            "value": one["ParameterValue"],
            "apply_method": one.get("ApplyMethod", "immediate"),
        }
        for one in answer.get("Parameters", [])
    ]
    return Declaration(
        service="rds",
        create=Operation(
            f"create_{service}",
            {name: "name", "DBParameterGroupFamily": "family", "Description": "description"},
        ),
        read=(
            reads(
                f"describe_{service}s",
                {name: "name"},
                f"{described}[0]",
                name=name,
                family="DBParameterGroupFamily",
                arn="DBParameterGroupArn" if kind == "db" else "DBClusterParameterGroupArn",
            ),
            reads(f"describe_{kind}_parameters", {name: "name"}, parameter=listed),
        ),
        changes=(Change(frozenset({"parameter"}), put, on_create=True),),
        delete=Operation(f"delete_{service}", {name: "name"}),
        id="{name}",
        computed={
            "arn": "arn:{partition}:rds:{region}:{account}:"
            + ("pg" if kind == "db" else "cluster-pg")
            + ":{name}"
        },
        named="name",
        tags=TAGS,
    )


DB_INSTANCE = Declaration(
    service="rds",
    create=Operation(
        "create_db_instance",
        {
            **INSTANCE,
            **RENAMED,
            "DBInstanceClass": "instance_class",
            "DBParameterGroupName": "parameter_group_name",
            "MasterUsername": "username",
            "MasterUserPassword": "password",
            "OptionGroupName": own_option_group,
            "PreferredBackupWindow": "backup_window",
            "PreferredMaintenanceWindow": "maintenance_window",
        },
        like_named=True,
        result={"arn": "DBInstance.DBInstanceArn", "resource_id": "DBInstance.DbiResourceId"},
    ),
    read=(
        reads(
            "describe_db_instances",
            INSTANCE,
            "DBInstances[0]",
            arn="DBInstanceArn",
            identifier="DBInstanceIdentifier",
            resource_id="DbiResourceId",
            address="Endpoint.Address",
            endpoint="join(':', [Endpoint.Address, to_string(Endpoint.Port)])",
            port="Endpoint.Port",
            instance_class="DBInstanceClass",
            username="MasterUsername",
            status="DBInstanceStatus",
            backup_window="PreferredBackupWindow",
            maintenance_window="PreferredMaintenanceWindow",
            db_subnet_group_name="DBSubnetGroup.DBSubnetGroupName",
            option_group_name="OptionGroupMemberships[0].OptionGroupName",
            parameter_group_name="DBParameterGroups[0].DBParameterGroupName",
            vpc_security_group_ids="VpcSecurityGroups[].VpcSecurityGroupId",
            iam_database_authentication_enabled="IAMDatabaseAuthenticationEnabled",
            master_user_secret=seen_secret,
            engine_version_actual="EngineVersion",
            filled="db_name backup_window maintenance_window availability_zone",
            once="license_model latest_restorable_time",
            ignored="ca_cert_identifier listener_endpoint endpoint",
        ),
    ),
    changes=(
        Change(frozenset({"identifier"}), rename),
        modified(
            "modify_db_instance",
            INSTANCE,
            {
                "AllocatedStorage": "allocated_storage",
                "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
                "BackupRetentionPeriod": "backup_retention_period",
                "CopyTagsToSnapshot": "copy_tags_to_snapshot",
                "DBInstanceClass": "instance_class",
                "DBParameterGroupName": "parameter_group_name",
                "DeletionProtection": "deletion_protection",
                "EnableIAMDatabaseAuthentication": "iam_database_authentication_enabled",
                "EngineVersion": "engine_version",
                "MaxAllocatedStorage": "max_allocated_storage",
                "MonitoringInterval": "monitoring_interval",
                "MonitoringRoleArn": "monitoring_role_arn",
                "MultiAZ": "multi_az",
                "OptionGroupName": "option_group_name",
                "PreferredBackupWindow": "backup_window",
                "PreferredMaintenanceWindow": "maintenance_window",
                "VpcSecurityGroupIds": "vpc_security_group_ids",
            },
        ),
        Change(frozenset({"enabled_cloudwatch_logs_exports"}), changed_logs("modify_db_instance", INSTANCE)),
    ),
    delete=deleted("delete_db_instance", INSTANCE),
    id="{resource_id}",
    import_id="{identifier}",
    defaults={"storage_type": "gp2", "port": 5432, "multi_az": False},
    tags=TAGS,
)

RDS_CLUSTER = Declaration(
    service="rds",
    create=Operation(
        "create_db_cluster",
        {**CLUSTER, **RENAMED, "MasterUserPassword": "master_password"},
        like_named=True,
        result={"arn": "DBCluster.DBClusterArn"},
    ),
    read=(
        imports(
            reads(
                "describe_db_clusters",
                CLUSTER,
                "DBClusters[0]",
                arn="DBClusterArn",
                cluster_identifier="DBClusterIdentifier",
                cluster_resource_id="DbClusterResourceId",
                db_cluster_parameter_group_name="DBClusterParameterGroup",
                db_subnet_group_name="DBSubnetGroup",
                iam_database_authentication_enabled="IAMDatabaseAuthenticationEnabled",
                master_user_secret=seen_secret,
                vpc_security_group_ids="VpcSecurityGroups[].VpcSecurityGroupId",
                engine_version_actual="EngineVersion",
                filled="endpoint reader_endpoint port hosted_zone_id",
                ignored="availability_zones cluster_members allocated_storage preferred_backup_window"
                " preferred_maintenance_window storage_type",
            ),
            serverlessv2_scaling_configuration=seen_scaling,
        ),
    ),
    changes=(
        modified(
            "modify_db_cluster",
            CLUSTER,
            {
                "BackupRetentionPeriod": "backup_retention_period",
                "CopyTagsToSnapshot": "copy_tags_to_snapshot",
                "DBClusterParameterGroupName": "db_cluster_parameter_group_name",
                "DeletionProtection": "deletion_protection",
                "EnableIAMDatabaseAuthentication": "iam_database_authentication_enabled",
                "EngineVersion": "engine_version",
                "PreferredBackupWindow": "preferred_backup_window",
                "PreferredMaintenanceWindow": "preferred_maintenance_window",
                "ServerlessV2ScalingConfiguration": "serverlessv2_scaling_configuration",
            },
        ),
        Change(frozenset({"enabled_cloudwatch_logs_exports"}), changed_logs("modify_db_cluster", CLUSTER)),
    ),
    delete=deleted("delete_db_cluster", CLUSTER),
    id="{cluster_identifier}",
    defaults={"engine_mode": "provisioned", "backup_retention_period": 1},
    tags=TAGS,
)

CLUSTER_INSTANCE = Declaration(
    service="rds",
    create=Operation(
        "create_db_instance",
        {
            **INSTANCE,
            **CLUSTER,
            "DBInstanceClass": "instance_class",
            "DBParameterGroupName": "db_parameter_group_name",
            "PubliclyAccessible": lambda values: bool(values.get("publicly_accessible")),
        },
        like_named=True,
        result={"arn": "DBInstance.DBInstanceArn", "dbi_resource_id": "DBInstance.DbiResourceId"},
    ),
    read=(
        reads(
            "describe_db_instances",
            INSTANCE,
            "DBInstances[0]",
            arn="DBInstanceArn",
            identifier="DBInstanceIdentifier",
            cluster_identifier="DBClusterIdentifier",
            dbi_resource_id="DbiResourceId",
            endpoint="Endpoint.Address",
            port="Endpoint.Port",
            instance_class="DBInstanceClass",
            db_subnet_group_name="DBSubnetGroup.DBSubnetGroupName",
            engine_version_actual="EngineVersion",
            filled="port availability_zone",
            ignored="ca_cert_identifier kms_key_id storage_encrypted engine_version db_parameter_group_name"
            " preferred_backup_window preferred_maintenance_window",
        ),
    ),
    changes=(
        modified(
            "modify_db_instance",
            INSTANCE,
            {
                "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
                "DBInstanceClass": "instance_class",
                "MonitoringInterval": "monitoring_interval",
                "PromotionTier": "promotion_tier",
                "PubliclyAccessible": "publicly_accessible",
            },
        ),
    ),
    delete=Operation("delete_db_instance", {**INSTANCE, "SkipFinalSnapshot": always(True)}),
    id="{identifier}",
    tags=TAGS,
)

SUBNETS = {"DBSubnetGroupName": "name"}
SUBNET_GROUP = Declaration(
    service="rds",
    create=Operation(
        "create_db_subnet_group",
        {**SUBNETS, "DBSubnetGroupDescription": "description", "SubnetIds": "subnet_ids"},
        result={"arn": "DBSubnetGroup.DBSubnetGroupArn"},
    ),
    read=(
        reads(
            "describe_db_subnet_groups",
            SUBNETS,
            "DBSubnetGroups[0]",
            name="DBSubnetGroupName",
            arn="DBSubnetGroupArn",
            filled="vpc_id",
            ignored="description subnet_ids",  # the emulated RDS loses a group that is changed
        ),
    ),
    delete=Operation("delete_db_subnet_group", SUBNETS),
    id="{name}",
    named="name",
    tags=TAGS,
)

DECLARATIONS = {
    "aws_db_instance": DB_INSTANCE,
    "aws_db_parameter_group": parameters("db"),
    "aws_db_subnet_group": SUBNET_GROUP,
    "aws_rds_cluster": RDS_CLUSTER,
    "aws_rds_cluster_instance": CLUSTER_INSTANCE,
    "aws_rds_cluster_parameter_group": parameters("db_cluster"),
}
