"""IAM roles and policies, KMS keys, secrets, parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .area import Area, Client, allow, merged
from .ground import KEY, ROLE

_QUEUE = "arn:aws:sqs:eu-west-1:123456789012:twin-orders"
_TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/twin-products"
_RESOURCES: dict[str, Any] = {
    "aws_iam_openid_connect_provider": {
        "pipelines": {
            "url": "https://token.actions.githubusercontent.com",
            "client_id_list": ["sts.amazonaws.com"],
            "thumbprint_list": ["6938fd4d98bab03faadb97b34396831e3780aea1"],
        }
    },
    "aws_iam_role_policy": {
        "task": {
            "name": "tables",
            "role": "${aws_iam_role.task.id}",
            "policy": allow("dynamodb:GetItem", _TABLE),
        }
    },
    "aws_iam_policy": {
        "queue": {
            "name": "twin-queue",
            "policy": allow("sqs:SendMessage", _QUEUE),
        }
    },
    "aws_iam_role_policy_attachment": {
        "queue": {"role": "${aws_iam_role.task.name}", "policy_arn": "${aws_iam_policy.queue.arn}"}
    },
    "aws_kms_alias": {"main": {"name": "alias/twin", "target_key_id": "${aws_kms_key.main.key_id}"}},
    "aws_secretsmanager_secret": {
        "key": {"name": "twin/key", "kms_key_id": "${aws_kms_key.main.arn}", "recovery_window_in_days": 0}
    },
    "aws_secretsmanager_secret_version": {
        "key": {"secret_id": "${aws_secretsmanager_secret.key.id}", "secret_string": "hunter2"}
    },
    "aws_ssm_parameter": {"image": {"name": "/twin/image", "type": "String", "value": "app:1"}},
}

_CHANGES: dict[str, dict[str, dict[str, Any]]] = {
    "aws_iam_openid_connect_provider": {
        "pipelines": {"thumbprint_list": ["1c58a3a8518e8759bf075b76b750d4f2df264fcd"], "tags": {"Name": "ci"}}
    },
    "aws_iam_role": {"task": {"description": "Other tasks", "max_session_duration": 7200}},
    "aws_iam_role_policy": {"task": {"policy": allow("dynamodb:*", _TABLE)}},
    "aws_iam_policy": {"queue": {"policy": allow("sqs:*", _QUEUE)}},
    "aws_kms_key": {"main": {"description": "Other twin"}},
    "aws_secretsmanager_secret_version": {"key": {"secret_string": "hunter3"}},
    "aws_ssm_parameter": {"image": {"value": "app:2"}},
}


def _roles(client: Client) -> Iterator[Any]:
    iam = client("iam")
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        yield iam.get_role(RoleName=name)["Role"]
        yield iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            answer = iam.get_role_policy(RoleName=name, PolicyName=policy)
            yield {key: answer[key] for key in ("RoleName", "PolicyName", "PolicyDocument")}


def _policies(client: Client) -> Iterator[Any]:
    iam = client("iam")
    for policy in iam.list_policies(Scope="Local")["Policies"]:
        yield iam.get_policy(PolicyArn=policy["Arn"])["Policy"]
        version = policy["DefaultVersionId"]
        yield iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=version)["PolicyVersion"]["Document"]


def _providers(client: Client) -> Iterator[Any]:
    iam = client("iam")
    for one in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]:
        yield iam.get_open_id_connect_provider(OpenIDConnectProviderArn=one["Arn"])


def _keys(client: Client) -> Iterator[Any]:
    kms = client("kms")
    for key in kms.list_keys()["Keys"]:
        about = kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
        yield about
        if about["KeyState"] == "Enabled":
            yield kms.get_key_rotation_status(KeyId=key["KeyId"])["KeyRotationEnabled"]
            yield kms.get_key_policy(KeyId=key["KeyId"], PolicyName="default")["Policy"]
            yield kms.list_resource_tags(KeyId=key["KeyId"])["Tags"]


def _secrets(client: Client) -> Iterator[Any]:
    secrets = client("secretsmanager")
    for secret in secrets.list_secrets()["SecretList"]:
        yield secrets.get_secret_value(SecretId=secret["Name"])["SecretString"]


def _parameters(client: Client) -> Iterator[Any]:
    ssm = client("ssm")
    for parameter in ssm.describe_parameters()["Parameters"]:
        yield ssm.get_parameter(Name=parameter["Name"])["Parameter"]
        tags = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=parameter["Name"])
        yield tags["TagList"]


AREA = Area(
    resources=merged(ROLE, KEY, _RESOURCES),
    changes=_CHANGES,
    lists={
        "iam": {"list_roles": "Roles"},
        "kms": {"list_aliases": "Aliases"},
        "secretsmanager": {"list_secrets": "SecretList"},
        "ssm": {"describe_parameters": "Parameters"},
    },
    readers={
        "roles": _roles,
        "policies": _policies,
        "keys": _keys,
        "providers": _providers,
        "secrets": _secrets,
        "parameters": _parameters,
    },
)
