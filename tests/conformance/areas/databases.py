"""RDS: instances, Aurora clusters and their instances, subnet groups, parameter groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .area import Area, Client, merged
from .ground import KEY, NETWORK, SUBNETS


def _parameters(family: str) -> dict[str, Any]:
    return {
        "name": f"twin-{family}",
        "family": family,
        "description": "Twin",
        "parameter": [
            {"name": "log_statement", "value": "ddl"},
            {"name": "max_connections", "value": "100", "apply_method": "pending-reboot"},
        ],
    }


_OTHER_PARAMETERS = [
    {"name": "log_statement", "value": "all"},
    {"name": "work_mem", "value": "4096"},
    {"name": "max_connections", "value": "100", "apply_method": "pending-reboot"},
]
_POOL = {
    "max_connections_percent": 90,
    "max_idle_connections_percent": 40,
    "connection_borrow_timeout": 30,
}
_SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:database"
_RESOURCES: dict[str, Any] = {
    "aws_db_option_group": {
        "main": {
            "name": "twin",
            "option_group_description": "Twin",
            "engine_name": "oracle-se2",
            "major_engine_version": "19",
            "option": [{"option_name": "OEM_AGENT"}],
        }
    },
    "aws_db_proxy": {
        "main": {
            "name": "twin",
            "engine_family": "POSTGRESQL",
            "role_arn": "arn:aws:iam::123456789012:role/proxy",
            "require_tls": True,
            "idle_client_timeout": 900,
            "vpc_subnet_ids": SUBNETS,
            "vpc_security_group_ids": ["${aws_security_group.tasks.id}"],
            "auth": [{"auth_scheme": "SECRETS", "iam_auth": "DISABLED", "secret_arn": _SECRET}],
        }
    },
    "aws_db_proxy_default_target_group": {
        "main": {"db_proxy_name": "${aws_db_proxy.main.name}", "connection_pool_config": _POOL}
    },
    "aws_db_proxy_target": {
        "main": {
            "db_proxy_name": "${aws_db_proxy.main.name}",
            "target_group_name": "${aws_db_proxy_default_target_group.main.name}",
            "db_instance_identifier": "${aws_db_instance.main.identifier}",
        }
    },
    "aws_db_subnet_group": {"main": {"name": "twin", "description": "Isolated", "subnet_ids": SUBNETS}},
    "aws_db_parameter_group": {"main": _parameters("postgres13")},
    "aws_rds_cluster_parameter_group": {"main": _parameters("aurora-postgresql13")},
    "aws_db_instance": {
        "main": {
            "identifier": "twin",
            "name": "shop",
            "engine": "postgres",
            "engine_version": "13.4",
            "instance_class": "db.t3.micro",
            "allocated_storage": 20,
            "max_allocated_storage": 100,
            "storage_type": "gp2",
            "storage_encrypted": True,
            "kms_key_id": "${aws_kms_key.main.arn}",
            "username": "dbadmin",
            "password": "hunter2hunter2",
            "port": 5432,
            "multi_az": False,
            "db_subnet_group_name": "${aws_db_subnet_group.main.name}",
            "parameter_group_name": "${aws_db_parameter_group.main.name}",
            "vpc_security_group_ids": ["${aws_security_group.tasks.id}"],
            "iam_database_authentication_enabled": True,
            "backup_retention_period": 7,
            "backup_window": "02:00-03:00",
            "maintenance_window": "sun:04:00-sun:05:00",
            "copy_tags_to_snapshot": True,
            "enabled_cloudwatch_logs_exports": ["postgresql", "upgrade"],
            "skip_final_snapshot": True,
            "apply_immediately": True,
            "tags": {"Name": "twin"},
        }
    },
    "aws_rds_cluster": {
        "main": {
            "cluster_identifier": "twin-cluster",
            "database_name": "shop",
            "engine": "aurora-postgresql",
            "engine_version": "13.4",
            "master_username": "dbadmin",
            "master_password": "hunter2hunter2",
            "db_subnet_group_name": "${aws_db_subnet_group.main.name}",
            "db_cluster_parameter_group_name": "${aws_rds_cluster_parameter_group.main.name}",
            "vpc_security_group_ids": ["${aws_security_group.tasks.id}"],
            "storage_encrypted": True,
            "kms_key_id": "${aws_kms_key.main.arn}",
            "backup_retention_period": 7,
            "preferred_backup_window": "02:00-03:00",
            "preferred_maintenance_window": "sun:04:00-sun:05:00",
            "enabled_cloudwatch_logs_exports": ["postgresql"],
            "skip_final_snapshot": True,
            "apply_immediately": True,
        }
    },
    "aws_rds_cluster_instance": {
        "one": {
            "identifier": "twin-one",
            "cluster_identifier": "${aws_rds_cluster.main.id}",
            "engine": "aurora-postgresql",
            "engine_version": "13.4",
            "instance_class": "db.r5.large",
            "promotion_tier": 1,
            "apply_immediately": True,
        }
    },
}

_CHANGES: dict[str, Any] = {
    "aws_db_proxy_default_target_group": {
        "main": {"connection_pool_config": {**_POOL, "max_connections_percent": 80}}
    },
    "aws_db_proxy": {"main": {"tags": {"Owner": "shop"}}},
    "aws_db_option_group": {"main": {"tags": {"Owner": "shop"}}},
    "aws_db_subnet_group": {"main": {"tags": {"Owner": "shop"}}},
    "aws_db_parameter_group": {"main": {"parameter": _OTHER_PARAMETERS}},
    "aws_rds_cluster_parameter_group": {"main": {"parameter": _OTHER_PARAMETERS}},
    "aws_db_instance": {
        "main": {
            "instance_class": "db.m5.large",
            "allocated_storage": 30,
            "backup_retention_period": 14,
            "multi_az": True,
            "tags": {"Name": "twin", "Owner": "shop"},
        }
    },
    "aws_rds_cluster": {"main": {"backup_retention_period": 14, "tags": {"Owner": "shop"}}},
    "aws_rds_cluster_instance": {"one": {"instance_class": "db.r5.xlarge"}},
}


def _groups(client: Client) -> Iterator[Any]:
    rds = client("rds")
    for group in rds.describe_db_parameter_groups()["DBParameterGroups"]:
        yield rds.describe_db_parameters(DBParameterGroupName=group["DBParameterGroupName"])["Parameters"]
        yield rds.list_tags_for_resource(ResourceName=group["DBParameterGroupArn"])["TagList"]
    for group in rds.describe_db_cluster_parameter_groups()["DBClusterParameterGroups"]:
        name, arn = group["DBClusterParameterGroupName"], group["DBClusterParameterGroupArn"]
        yield rds.describe_db_cluster_parameters(DBClusterParameterGroupName=name)["Parameters"]
        yield rds.list_tags_for_resource(ResourceName=arn)["TagList"]
    for subnets in rds.describe_db_subnet_groups()["DBSubnetGroups"]:
        yield rds.list_tags_for_resource(ResourceName=subnets["DBSubnetGroupArn"])["TagList"]


def _options(client: Client) -> Iterator[Any]:
    """By name, since moto lists none."""
    rds = client("rds")
    try:
        (group,) = rds.describe_option_groups(OptionGroupName="twin")["OptionGroupsList"]
    except rds.exceptions.OptionGroupNotFoundFault:
        return
    yield group
    yield rds.list_tags_for_resource(ResourceName=group["OptionGroupArn"])["TagList"]


def _proxies(client: Client) -> Iterator[Any]:
    rds = client("rds")
    for proxy in rds.describe_db_proxies()["DBProxies"]:
        yield proxy
        of_proxy = {"DBProxyName": proxy["DBProxyName"]}
        yield rds.describe_db_proxy_target_groups(**of_proxy)["TargetGroups"]
        yield rds.describe_db_proxy_targets(**of_proxy)["Targets"]
        yield rds.list_tags_for_resource(ResourceName=proxy["DBProxyArn"])["TagList"]


AREA = Area(
    resources=merged(NETWORK, KEY, _RESOURCES),
    changes=_CHANGES,
    lists={
        "rds": {
            "describe_db_instances": "DBInstances",
            "describe_db_clusters": "DBClusters",
            "describe_db_subnet_groups": "DBSubnetGroups",
            "describe_db_parameter_groups": "DBParameterGroups",
            "describe_db_cluster_parameter_groups": "DBClusterParameterGroups",
        }
    },
    readers={"groups": _groups, "options": _options, "proxies": _proxies},
)
