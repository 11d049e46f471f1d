"""A stack with one of many kinds, twins among them, that is applied and destroyed while it is being killed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.yard.engine.tiny import backend, synthesis, workspace
from yard.engine import Engine
from yard.synth import SynthesisedStack

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)
RESOURCES: dict[str, dict[str, Any]] = {
    "aws_vpc": {"vpc": {"cidr_block": "10.0.0.0/16"}},
    "aws_subnet": {
        name: {"vpc_id": "${aws_vpc.vpc.id}", "cidr_block": f"10.0.{number}.0/24"}
        for number, name in enumerate(("a", "b"))
    },
    "aws_internet_gateway": {"way_out": {"vpc_id": "${aws_vpc.vpc.id}"}},
    # Three with the same arguments: an answer given again must not make two of them one.
    "aws_eip": {name: {"domain": "vpc"} for name in ("one", "two", "three")},
    "aws_security_group": {"tasks": {"name": "tasks", "description": "x", "vpc_id": "${aws_vpc.vpc.id}"}},
    "aws_kms_key": {"key": {"description": "x", "deletion_window_in_days": 7}},
    "aws_sqs_queue": {
        "dead": {"name": "dead", "kms_master_key_id": "${aws_kms_key.key.arn}"},
        "orders": {
            "name": "orders",
            "redrive_policy": '{"deadLetterTargetArn":"${aws_sqs_queue.dead.arn}","maxReceiveCount":5}',
        },
    },
    "aws_dynamodb_table": {
        "items": {
            "name": "items",
            "billing_mode": "PAY_PER_REQUEST",
            "hash_key": "id",
            "attribute": [{"name": "id", "type": "S"}],
        }
    },
    "aws_iam_role": {"role": {"name": "role", "assume_role_policy": TRUST}},
    "aws_s3_bucket": {"bucket": {"bucket": "a-bucket", "force_destroy": True}},
    "aws_s3_bucket_versioning": {
        "bucket": {
            "bucket": "${aws_s3_bucket.bucket.id}",
            "versioning_configuration": [{"status": "Enabled"}],
        }
    },
    "aws_secretsmanager_secret": {"secret": {"name": "secret", "recovery_window_in_days": 0}},
    "aws_cloudwatch_log_group": {"logs": {"name": "/dev/logs"}},
}


def engine(root: Path, endpoint: str, resources: Any = RESOURCES) -> Engine:
    """Terraform over that one stack, in the emulated AWS at `endpoint`."""
    document = {
        "//": {"metadata": {"stackName": "dev-kinds", "backend": "s3"}},
        "terraform": {
            "backend": {"s3": backend("dev-kinds")},
            "required_providers": {"aws": {"source": "aws", "version": "6.25.0"}},
        },
        "provider": {
            "aws": [{"region": "eu-west-1", "default_tags": [{"tags": {"Environment": "dev"}}]}],
        },
        "resource": resources,
    }
    stack = SynthesisedStack(name="dev-kinds", path=Path(), json=document, dependencies=())
    return Engine(workspace(root), synthesis(stack), offline=True, endpoint=endpoint)
