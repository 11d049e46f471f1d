"""Secrets from AWS Secrets Manager, for what has no agent that puts them into variables (Lambda, EKS, databases).

Needs the extra `aws`. Endpoint, region and credentials come from the environment, as boto3 does it.
"""

from __future__ import annotations

import functools
import json
import os
from typing import Any

import structlog

log = structlog.get_logger("chassis.secrets")


class SecretUnavailableError(Exception):
    """The secret can't be read; the message says which and why, never what it holds."""


def read(arn: str) -> str:
    """Give the current text of the secret. Takes 5 s at the most. Raises SecretUnavailableError."""
    try:
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError:
        raise SecretUnavailableError(
            f"{arn} can't be read: boto3 is not installed; add chassis[aws] to the service's requirements"
        ) from None
    try:
        answer = _client().get_secret_value(SecretId=arn)
    except ClientError as error:
        raise SecretUnavailableError(f"{arn} can't be read: {error.response['Error']['Code']}") from None
    except BotoCoreError as error:
        raise SecretUnavailableError(f"{arn} can't be read: {type(error).__name__}") from None
    if "SecretString" not in answer:
        raise SecretUnavailableError(f"{arn} can't be read: it holds bytes, not text")
    return str(answer["SecretString"])


def read_json(arn: str) -> dict[str, Any]:
    """Give the object that the secret holds as JSON. Raises SecretUnavailableError."""
    try:
        values = json.loads(read(arn))
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise SecretUnavailableError(f"{arn} can't be read: it holds no JSON object")
    return values


@functools.cache
def _client() -> Any:
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=1, read_timeout=1.5, retries={"mode": "standard", "total_max_attempts": 2}
    )
    return boto3.session.Session().client("secretsmanager", os.environ.get("AWS_REGION"), config=config)
