"""main.tf as cdktf writes it: nulls for what was not given, policies as text."""

from __future__ import annotations

import json
from typing import Any

WORLD = ["0.0.0.0/0"]


def rule(port: int, protocol: str = "tcp") -> dict[str, Any]:
    """An element of `ingress` or `egress`, with a null for every argument that was not given."""
    return {
        "cidr_blocks": WORLD,
        "description": None,
        "from_port": port,
        "ipv6_cidr_blocks": None,
        "prefix_list_ids": None,
        "protocol": protocol,
        "security_groups": None,
        "self": None,
        "to_port": port,
    }


def policy(*actions: str, resource: str | None = "*", principal: Any = None) -> str:
    """An IAM policy as modules write it: text."""
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Action": list(actions) if len(actions) > 1 else actions[0],
    }
    statement |= {"Resource": resource} if resource else {}
    statement |= {"Principal": principal} if principal else {}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


RESOURCES: dict[str, dict[str, dict[str, Any]]] = {
    "aws_vpc": {"main": {"cidr_block": "10.0.0.0/16"}},
    "aws_security_group": {
        "open": {
            "name": "open",
            "vpc_id": "${aws_vpc.main.id}",
            "ingress": [rule(22), rule(3389), rule(80)],
            "egress": [rule(0, "-1")],
        }
    },
    "aws_s3_bucket": {"data": {"bucket": "data"}},
    "aws_iam_role": {
        "task": {
            "name": "task",
            "assume_role_policy": policy("sts:AssumeRole", resource=None, principal={"AWS": "*"}),
        }
    },
    "aws_iam_role_policy": {
        "escalation": {
            "name": "escalation",
            "role": "${aws_iam_role.task.name}",
            "policy": policy(
                *("iam:PassRole", "iam:AttachRolePolicy", "iam:CreatePolicyVersion"),
                *("lambda:CreateFunction", "lambda:InvokeFunction"),
            ),
        },
        "exfiltration": {
            "name": "exfiltration",
            "role": "${aws_iam_role.task.name}",
            "policy": policy("s3:GetObject", "ssm:GetParameter", "secretsmanager:GetSecretValue"),
        },
    },
    "aws_iam_policy": {
        "credentials": {
            "name": "credentials",
            "policy": policy("iam:CreateAccessKey", "sts:AssumeRole", "ecr:GetAuthorizationToken"),
        },
        "star": {"name": "star", "policy": policy("*")},
    },
    "aws_iam_user_policy": {
        "exposure": {
            "name": "exposure",
            "user": "somebody",
            "policy": policy(
                "s3:PutBucketPolicy", "ecr:SetRepositoryPolicy", "kms:CreateGrant", "s3:DeleteObject"
            ),
        }
    },
    "aws_s3_bucket_policy": {
        "public": {
            "bucket": "${aws_s3_bucket.data.id}",
            "policy": policy("s3:GetObject", resource="arn:aws:s3:::data/*", principal="*"),
        }
    },
    "aws_sqs_queue": {"orders": {"name": "orders"}},
    "aws_sqs_queue_policy": {
        "public": {"queue_url": "${aws_sqs_queue.orders.id}", "policy": policy("sqs:*", principal="*")}
    },
    "aws_kms_key": {"key": {"policy": policy("kms:*", principal={"AWS": "*"})}},
    "aws_ecr_repository": {"images": {"name": "images"}},
    "aws_ecr_repository_policy": {
        "public": {
            "repository": "${aws_ecr_repository.images.name}",
            "policy": policy("ecr:*", resource=None, principal="*"),
        }
    },
    "aws_ecs_task_definition": {
        "task": {
            "family": "task",
            "container_definitions": json.dumps(
                [{"name": "web", "image": "web:latest", "readonlyRootFilesystem": False, "privileged": True}]
            ),
            "volume": [
                {
                    "name": "data",
                    "efs_volume_configuration": {
                        "file_system_id": "fs-1",
                        "root_directory": None,
                        "transit_encryption": "DISABLED",
                    },
                }
            ],
        }
    },
    "aws_dynamodb_table": {
        "table": {
            "name": "table",
            "hash_key": "id",
            "attribute": [{"name": "id", "type": "S"}],
            "point_in_time_recovery": {"enabled": False, "recovery_period_in_days": None},
        }
    },
    "aws_lambda_function": {
        "function": {
            "function_name": "function",
            "role": "${aws_iam_role.task.arn}",
            "environment": {"variables": {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}},
        }
    },
    "aws_instance": {
        "machine": {
            "ami": "ami-1",
            "instance_type": "t3.micro",
            "metadata_options": {"http_endpoint": None, "http_tokens": "optional"},
            "root_block_device": {"encrypted": False, "kms_key_id": None},
        }
    },
    "aws_db_instance": {
        "database": {"engine": "postgres", "instance_class": "db.t4g.micro", "publicly_accessible": True}
    },
    "aws_lb": {"web": {"name": "web", "security_groups": ["${aws_security_group.open.id}"]}},
    "aws_lb_listener": {
        "web": {
            "load_balancer_arn": "${aws_lb.web.arn}",
            "port": 80,
            "protocol": "HTTP",
            "default_action": [
                {
                    "type": "forward",
                    "redirect": None,
                    "target_group_arn": (
                        "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/web/1"
                    ),
                }
            ],
        }
    },
    "aws_cloudwatch_log_group": {"logs": {"name": "/dev/web"}},
}


def stack(*only: str) -> dict[str, Any]:
    """The whole stack, or the resources at these addresses alone."""
    resources = {
        kind: {
            name: {"//": {"metadata": {"path": f"dev-x/{name}", "uniqueId": name}}, **body}
            for name, body in named.items()
            if not only or f"{kind}.{name}" in only
        }
        for kind, named in RESOURCES.items()
    }
    return {
        "//": {"metadata": {"backend": "local", "stackName": "dev-x", "version": "0.21.0"}},
        "provider": {"aws": [{"region": "eu-west-1"}]},
        "resource": {kind: named for kind, named in resources.items() if named},
    }
