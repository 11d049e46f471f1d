"""Secrets Manager's secrets and Systems Manager's parameters."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, Tags, always, changes, reads

SECRET = {"SecretId": "id"}
PARAMETER = {"Name": "name"}


def delete_secret(cloud: Cloud, _prior: Values, state: Values) -> None:
    """Schedule the deletion; with a window of 0 days it is gone at once."""
    days = state.get("recovery_window_in_days")
    when: dict[str, Any] = (
        {"ForceDeleteWithoutRecovery": True} if days == 0 else {"RecoveryWindowInDays": days or 30}
    )
    cloud.client("secretsmanager", state.get("region")).delete_secret(SecretId=state["id"], **when)


def drop_version(cloud: Cloud, _prior: Values, state: Values) -> None:
    """A version goes when it has no label. The last one keeps AWSCURRENT until the secret goes."""
    client = cloud.client("secretsmanager", state.get("region"))
    for stage in state.get("version_stages") or []:
        if stage != "AWSCURRENT":
            client.update_secret_version_stage(
                SecretId=state["secret_id"], VersionStage=stage, RemoveFromVersionId=state["version_id"]
            )


def parameter_value(values: Values) -> str | None:
    """The value, which `insecure_value` may hold for everybody to see."""
    return values.get("value") or values.get("insecure_value")


def put_parameter(*, overwrite: bool) -> Operation:
    """Create a parameter, or give it a new version."""
    return Operation(
        "put_parameter",
        {
            **PARAMETER,
            "Value": parameter_value,
            "KeyId": "key_id",
            "Overwrite": always(overwrite),
        },
        like_named=True,
    )


SECRETSMANAGER_SECRET = Declaration(
    service="secretsmanager",
    create=Operation(
        "create_secret",
        {"Name": "name", "Description": "description", "KmsKeyId": "kms_key_id"},
        result={"id": "ARN", "arn": "ARN"},
    ),
    read=(
        reads(
            "describe_secret",
            SECRET,
            lambda answer, _: None if answer.get("DeletedDate") else answer,
            arn="ARN",
            ignored="replica",
        ),
        reads("get_resource_policy", SECRET, policy="ResourcePolicy", filled="policy"),
    ),
    changes=(
        changes(
            "description kms_key_id",
            "update_secret",
            {**SECRET, "Description": "description", "KmsKeyId": "kms_key_id"},
        ),
        changes("policy", "put_resource_policy", {**SECRET, "ResourcePolicy": "policy"}, on_create=True),
    ),
    delete=delete_secret,
    named="name",
    tags=Tags(SECRET, read=None),
)

SECRETSMANAGER_VERSION = Declaration(
    service="secretsmanager",
    create=Operation(
        "put_secret_value",
        {
            "SecretId": "secret_id",
            "SecretString": "secret_string",
            "SecretBinary": "secret_binary",
            "VersionStages": lambda values: values.get("version_stages") or None,
        },
        result={"version_id": "VersionId", "arn": "ARN"},
    ),
    read=(
        reads(
            "get_secret_value",
            {"SecretId": "secret_id", "VersionId": "version_id"},
            arn="ARN",
            filled="version_stages",
        ),
    ),
    delete=drop_version,
    id="{secret_id}|{version_id}",
)

SSM_PARAMETER = Declaration(
    service="ssm",
    create=put_parameter(overwrite=False),
    read=(
        reads(
            "get_parameter",
            {**PARAMETER, "WithDecryption": always(True)},
            "Parameter",
            filled="arn data_type version",
            ignored="insecure_value",
        ),
        reads(
            "describe_parameters",
            {"ParameterFilters": lambda values: [{"Key": "Name", "Values": [values["name"]]}]},
            "Parameters[0]",
            ignored="value version key_id",
        ),
    ),
    changes=(
        Change(
            frozenset(
                {"value", "insecure_value", "type", "description", "tier", "key_id", "allowed_pattern"}
            ),
            put_parameter(overwrite=True),
        ),
    ),
    delete=Operation("delete_parameter", PARAMETER),
    id="{name}",
    defaults={"tier": "Standard"},
    tags=Tags(
        {"ResourceType": always("Parameter"), "ResourceId": "name"},
        add="add_tags_to_resource",
        remove="remove_tags_from_resource",
        found="TagList",
    ),
)

DECLARATIONS = {
    "aws_secretsmanager_secret": SECRETSMANAGER_SECRET,
    "aws_secretsmanager_secret_version": SECRETSMANAGER_VERSION,
    "aws_ssm_parameter": SSM_PARAMETER,
}
