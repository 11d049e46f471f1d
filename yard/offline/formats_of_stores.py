"""What the identifiers and ARNs of databases, caches and their kin look like; formats.py tells how to read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_ARN = "arn:{partition}"
_CACHE = _ARN + ":elasticache:{region}:{account}:"
_RDS = _ARN + ":rds:{region}:{account}:"


def _master_user_secret(value: Callable[[str], Any], random: Callable[[str, int, str], str]) -> list[Any]:
    """The secret that RDS makes for the master user. Source: "Amazon RDS User Guide, Password management"."""
    if not value("manage_master_user_password"):
        return []
    _, partition, _, region, account, kind, _ = str(value("arn")).split(":", 6)
    end = f"rds!{kind}-{random('uuid', 0, 'secret')}-{random('mixed', 6, 'secret')}"
    return [
        {
            "kms_key_id": value("master_user_secret_kms_key_id") or "",
            "secret_arn": f"arn:{partition}:secretsmanager:{region}:{account}:secret:{end}",
            "secret_status": "active",
        }
    ]


STORE_FORMATS: dict[str, dict[str, Any]] = {
    "aws_db_instance": {
        "id": "db-{upper:26}",
        "resource_id": "{id}",
        "arn": _RDS + "db:{identifier}",
        "address": "{identifier}.{hex:12}.{region}.rds.amazonaws.com",
        "endpoint": "{address}:{port}",
        "port": 5432,
        "ca_cert_identifier": "rds-ca-rsa2048-g1",
        "database_insights_mode": "standard",
        "engine_version_actual": "{engine_version}",
        "hosted_zone_id": "Z{upper:13}",
        "listener_endpoint": [],
        "monitoring_role_arn": "",  # nobody watches unless somebody is named
        "master_user_secret": _master_user_secret,
        "network_type": "IPV4",
        "status": "available",
    },
    "aws_db_option_group": {"id": "{name}", "arn": _RDS + "og:{name}"},
    "aws_db_parameter_group": {"id": "{name}", "arn": _RDS + "pg:{name}"},
    "aws_db_proxy": {
        "id": "{name}",
        "arn": _RDS + "db-proxy:prx-{hex:17}",
        "endpoint": "{name}.proxy-{hex:12}.{region}.rds.amazonaws.com",
    },
    "aws_db_proxy_default_target_group": {
        "id": "{db_proxy_name}",
        "arn": _RDS + "target-group:prx-tg-{hex:17}",
        "name": "default",
    },
    "aws_db_proxy_target": {
        "id": "{db_proxy_name}/{target_group_name}/{type}/{rds_resource_id}",
        "rds_resource_id": lambda value, _: (
            value("db_instance_identifier") or value("db_cluster_identifier") or ""
        ),
        "target_arn": _RDS + "{rds_resource_id}",
        "type": lambda value, _: "RDS_INSTANCE" if value("db_instance_identifier") else "TRACKED_CLUSTER",
    },
    "aws_db_subnet_group": {
        "id": "{name}",
        "arn": _RDS + "subgrp:{name}",
        "vpc_id": "vpc-{hex:17}",
        "supported_network_types": ["IPV4"],
    },
    "aws_elasticache_replication_group": {
        "id": "{replication_group_id}",
        "arn": _CACHE + "replicationgroup:{replication_group_id}",
        "primary_endpoint_address": "master.{replication_group_id}.{hex:6}.euw1.cache.amazonaws.com",
        "reader_endpoint_address": "replica.{replication_group_id}.{hex:6}.euw1.cache.amazonaws.com",
        "configuration_endpoint_address": "",
        "engine_version_actual": "{engine_version}.0",
        "cluster_enabled": False,
        "cluster_mode": "disabled",
        "ip_discovery": "ipv4",
        "network_type": "ipv4",
    },
    "aws_elasticache_serverless_cache": {
        "id": "{name}",
        "arn": _CACHE + "serverlesscache:{name}",
        "endpoint": lambda value, random: [
            {
                "address": f"{value('name')}-{random('hex', 6, 'address')}.serverless.cache.amazonaws.com",
                "port": 6379,
            }
        ],
        "reader_endpoint": lambda value, random: [
            {
                "address": f"{value('name')}-{random('hex', 6, 'address')}.serverless.cache.amazonaws.com",
                "port": 6380,
            }
        ],
        "full_engine_version": "{major_engine_version}.0",
        "status": "available",
    },
    "aws_elasticache_subnet_group": {
        "id": "{name}",
        "arn": _CACHE + "subnetgroup:{name}",
        "vpc_id": "vpc-{hex:17}",
    },
    "aws_elasticache_user": {"id": "{user_id}", "arn": _CACHE + "user:{user_id}"},
    "aws_elasticache_user_group": {"id": "{user_group_id}", "arn": _CACHE + "usergroup:{user_group_id}"},
    "aws_rds_cluster": {
        "id": "{cluster_identifier}",
        "arn": _RDS + "cluster:{cluster_identifier}",
        "cluster_resource_id": "cluster-{upper:26}",
        "endpoint": "{cluster_identifier}.cluster-{hex:12}.{region}.rds.amazonaws.com",
        "reader_endpoint": "{cluster_identifier}.cluster-ro-{hex:12}.{region}.rds.amazonaws.com",
        "port": 3306,
        "database_insights_mode": "standard",
        "engine_version_actual": "{engine_version}",
        "hosted_zone_id": "Z{upper:13}",
        "master_user_secret": _master_user_secret,
        "network_type": "IPV4",
    },
    "aws_rds_cluster_instance": {
        "monitoring_role_arn": "",
        "id": "{identifier}",
        "arn": _RDS + "db:{identifier}",
        "dbi_resource_id": "db-{upper:26}",
        "endpoint": "{identifier}.{hex:12}.{region}.rds.amazonaws.com",
        "ca_cert_identifier": "rds-ca-rsa2048-g1",
        "engine_version_actual": "{engine_version}",
        "network_type": "IPV4",
        "writer": lambda value, _: not value("promotion_tier"),
    },
    "aws_rds_cluster_parameter_group": {"id": "{name}", "arn": _RDS + "cluster-pg:{name}"},
}
