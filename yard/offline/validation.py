"""What the real provider finds wrong with an argument that Terraform, knowing only its type, lets pass."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Problem = tuple[str, str, tuple[str, ...]]

# Arguments that hold a JSON document. Source: the resources' pages in the documentation of hashicorp/aws 6.25.0.
JSON_EVERYWHERE = (
    "assume_role_policy",
    "container_definitions",
    "dashboard_body",
    "redrive_allow_policy",
    "redrive_policy",
)
JSON_POLICY_OF = (
    "aws_ecr_lifecycle_policy",
    "aws_ecr_repository_policy",
    "aws_iam_policy",
    "aws_iam_role_policy",
    "aws_iam_user_policy",
    "aws_kms_key",
    "aws_kms_key_policy",
    "aws_s3_bucket_policy",
    "aws_secretsmanager_secret",
    "aws_secretsmanager_secret_policy",
    "aws_sns_topic",
    "aws_sns_topic_policy",
    "aws_sqs_queue",
    "aws_sqs_queue_policy",
    "aws_vpc_endpoint",
)


def problems_of(type_name: str, configuration: Mapping[str, Any]) -> Iterator[Problem]:
    """Summary, detail and path of each problem; what is not known yet is right until it is."""
    names = [*JSON_EVERYWHERE, *(["policy"] if type_name in JSON_POLICY_OF else [])]
    for name in names:
        value = configuration.get(name)
        if isinstance(value, str) and value:
            try:
                json.loads(value)
            except ValueError as reason:
                yield f'"{name}" contains an invalid JSON', f"{reason}. It must be a JSON document.", (name,)
