"""What the ECS agent does before a container starts: put secrets' values into its environment."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from yard.config import YardError
from yard.local.desired import Aws

# moto, like AWS, only checks that credentials are there; these open nothing anywhere.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}

# Two tasks that start together must not both find a secret empty and give it different values.
_one_at_a_time = threading.Lock()


class UnresolvedSecretError(YardError):
    """A secret cannot be read, so the task cannot start (ECS: ResourceInitializationError)."""


def resolve(aws: Aws, references: Mapping[str, str], fresh: Callable[[str], str]) -> dict[str, str]:
    """Variable -> value for references to Secrets Manager or SSM, by ARN.

    A secret that nobody gave a value gets what `fresh` makes for its name, and keeps it, so that every task sees the
    same.
    Raises UnresolvedSecretError that names the variable, the ARN and the reason.
    Source: "Pass Secrets Manager secrets through Amazon ECS environment variables" (ARN:json-key:stage:version).
    """
    values = {}
    with _one_at_a_time:
        for name, reference in references.items():
            try:
                values[name] = _value(aws, reference, fresh)
            except (ClientError, BotoCoreError, LookupError, ValueError) as error:
                why = error.response["Error"]["Message"] if isinstance(error, ClientError) else str(error)
                raise UnresolvedSecretError(
                    f"secret {name} ({reference}) cannot be read: {why.rstrip('.')}"
                ) from error
    return values


def named_in(variables: Mapping[str, str]) -> dict[str, str]:
    """Secrets that code reads itself, by an ARN in a variable `X_SECRET_ARN`: they must have a value when it starts."""
    return {name: value for name, value in variables.items() if name.endswith("_SECRET_ARN")}


def keep(aws: Aws, reference: str, login: Mapping[str, str]) -> None:
    """Put a database's user name and password into the secret that the applied definitions name, made if missing.

    Raises ClientError and BotoCoreError where the emulated AWS refuses or does not answer.
    """
    manager, text = client(aws, "secretsmanager"), json.dumps(dict(login))
    try:
        if manager.get_secret_value(SecretId=reference)["SecretString"] != text:
            manager.put_secret_value(SecretId=reference, SecretString=text)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        # The emulated AWS finds a secret by what follows `secret:` in its ARN, whatever its own ARN is.
        manager.create_secret(Name=reference.rsplit(":", 1)[-1], SecretString=text)


def client(aws: Aws, service: str) -> Any:
    """A boto3 client of the emulated AWS."""
    import boto3
    from botocore.config import Config

    session: Any = boto3.session.Session()
    return session.client(
        service,
        endpoint_url=aws.endpoint,
        region_name=aws.region,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=Config(connect_timeout=2, read_timeout=10, retries={"max_attempts": 2}, proxies={}),
    )


def _value(aws: Aws, reference: str, fresh: Callable[[str], str]) -> str:
    if ":ssm:" in reference or not reference.startswith("arn:"):
        name = reference.split(":parameter", 1)[-1]
        found = client(aws, "ssm").get_parameter(Name=name, WithDecryption=True)
        return str(found["Parameter"]["Value"])
    parts = reference.split(":")
    arn, (key, stage, version) = ":".join(parts[:7]), (*parts[7:10], "", "", "")[:3]
    manager = client(aws, "secretsmanager")
    chosen = {"VersionStage": stage} if stage else {}
    if version:
        chosen["VersionId"] = version
    try:
        text = manager.get_secret_value(SecretId=arn, **chosen)["SecretString"]
    except ClientError as error:
        # A secret without a value, or no such secret: describe tells them apart.
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        manager.describe_secret(SecretId=arn)
        # The last part of an ARN is random, and another one in a cloud begun anew.
        text = fresh(parts[6].rsplit("-", 1)[0])
        manager.put_secret_value(SecretId=arn, SecretString=json.dumps({key: text}) if key else text)
        return text
    return str(json.loads(text)[key]) if key else str(text)
