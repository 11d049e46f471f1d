"""A clean stack of what the stacks do not make yet: database, cache, function, cluster, the pipeline's role."""

from __future__ import annotations

import json
from typing import Any

ACCOUNT = "111111111111"
GITHUB = "token.actions.githubusercontent.com"
KEPT = {"prevent_destroy": True}
KEY = "${aws_kms_key.key.arn}"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{GITHUB}"},
            "Action": ["sts:AssumeRoleWithWebIdentity"],
            "Condition": {
                "StringEquals": {
                    f"{GITHUB}:aud": "sts.amazonaws.com",
                    f"{GITHUB}:sub": "repo:shop/stackyard:environment:prod",
                }
            },
        }
    ],
}
TAGS = {
    "Environment": "prod",
    "Service": "later",
    "Team": "platform",
    "ManagedBy": "stackyard",
    "Repository": "shop",
}
LATER: dict[str, Any] = {
    "provider": {
        "aws": [{"region": "eu-west-1", "allowed_account_ids": [ACCOUNT], "default_tags": [{"tags": TAGS}]}]
    },
    "resource": {
        "aws_kms_key": {"key": {"enable_key_rotation": True, "lifecycle": KEPT}},
        "aws_subnet": {
            "closed": {"vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24", "availability_zone": "eu-west-1a"},
            "open": {"vpc_id": "vpc-1", "cidr_block": "10.0.1.0/24", "availability_zone": "eu-west-1a"},
        },
        "aws_internet_gateway": {"way-out": {"vpc_id": "vpc-1"}},
        "aws_route_table": {"open": {"vpc_id": "vpc-1"}, "closed": {"vpc_id": "vpc-1"}},
        "aws_route": {
            "internet": {
                "route_table_id": "${aws_route_table.open.id}",
                "destination_cidr_block": "0.0.0.0/0",
                "gateway_id": "${aws_internet_gateway.way-out.id}",
            }
        },
        "aws_route_table_association": {
            "open": {"subnet_id": "${aws_subnet.open.id}", "route_table_id": "${aws_route_table.open.id}"},
            "closed": {
                "subnet_id": "${aws_subnet.closed.id}",
                "route_table_id": "${aws_route_table.closed.id}",
            },
        },
        "aws_db_subnet_group": {"orders": {"name": "orders", "subnet_ids": ["${aws_subnet.closed.id}"]}},
        "aws_db_parameter_group": {
            "orders": {
                "name": "orders",
                "family": "postgres17",
                "parameter": [{"name": "rds.force_ssl", "value": "1"}],
            }
        },
        "aws_db_instance": {
            "orders": {
                "identifier": "orders",
                "engine": "postgres",
                "parameter_group_name": "${aws_db_parameter_group.orders.name}",
                "storage_encrypted": True,
                "kms_key_id": KEY,
                "multi_az": True,
                "backup_retention_period": 14,
                "deletion_protection": True,
                "skip_final_snapshot": False,
                "publicly_accessible": False,
                "manage_master_user_password": True,
                "lifecycle": KEPT,
            }
        },
        "aws_elasticache_replication_group": {
            "quotes": {
                "replication_group_id": "quotes",
                "engine": "valkey",
                "at_rest_encryption_enabled": True,
                "kms_key_id": KEY,
                "transit_encryption_enabled": True,
                "multi_az_enabled": True,
                "automatic_failover_enabled": True,
                "num_cache_clusters": 2,
                "snapshot_retention_limit": 7,
                "lifecycle": KEPT,
            }
        },
        "aws_lambda_function": {
            "thumbnails": {
                "function_name": "thumbnails",
                "timeout": 30,
                "memory_size": 512,
                "reserved_concurrent_executions": 20,
                "environment": [{"variables": {"BUCKET": "images"}}],
            }
        },
        "aws_cloudwatch_metric_alarm": {
            "errors": {
                "alarm_name": "thumbnails-errors",
                "namespace": "AWS/Lambda",
                "alarm_actions": ["${aws_sns_topic.alarms.arn}"],
            }
        },
        "aws_lambda_event_source_mapping": {
            "orders": {
                "event_source_arn": "arn:aws:sqs:eu-west-1:111111111111:orders",
                "function_name": "thumbnails",
                "function_response_types": ["ReportBatchItemFailures"],
            }
        },
        "aws_codedeploy_deployment_group": {
            "thumbnails": {
                "app_name": "thumbnails",
                "deployment_group_name": "thumbnails",
                "service_role_arn": "arn:aws:iam::111111111111:role/deploy",
                "deployment_config_name": "thumbnails-canary",
                "auto_rollback_configuration": {
                    "enabled": True,
                    "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"],
                },
                "alarm_configuration": {"enabled": True, "alarms": ["thumbnails-errors"]},
            }
        },
        "aws_eks_cluster": {
            "prod": {
                "name": "prod",
                "deletion_protection": True,
                "enabled_cluster_log_types": ["api", "audit", "authenticator"],
                "vpc_config": {
                    "endpoint_public_access": False,
                    "endpoint_private_access": True,
                    "subnet_ids": ["${aws_subnet.closed.id}"],
                },
            }
        },
        "aws_budgets_budget": {
            "prod": {
                "limit_amount": "3000",
                "notification": [{"threshold": 80, "subscriber_email_addresses": ["platform@example.com"]}],
            }
        },
        "aws_iam_role": {"deploy": {"name": "deploy", "assume_role_policy": json.dumps(TRUST)}},
    },
}
