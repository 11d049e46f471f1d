"""KMS keys and their aliases."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, Tags, always, changes, reads

KEY = {"KeyId": "id"}


def switch_key(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """A key is enabled unless the plan says otherwise."""
    kms = cloud.client("kms", planned.get("region"))
    (kms.disable_key if planned.get("is_enabled") is False else kms.enable_key)(KeyId=planned["id"])


def switch_rotation(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """Rotate the key every year, or every so many days."""
    kms = cloud.client("kms", planned.get("region"))
    if not planned.get("enable_key_rotation"):
        kms.disable_key_rotation(KeyId=planned["id"])
        return
    days = planned.get("rotation_period_in_days")
    kms.enable_key_rotation(KeyId=planned["id"], **({"RotationPeriodInDays": days} if days else {}))


def find_alias(answer: Any, values: Values) -> Any:
    """The alias of that name."""
    return next((alias for alias in answer["Aliases"] if alias["AliasName"] == values["name"]), None)


KMS_KEY = Declaration(
    service="kms",
    create=Operation(
        "create_key",
        {
            "BypassPolicyLockoutSafetyCheck": "bypass_policy_lockout_safety_check",
            "Description": "description",
            "KeySpec": "customer_master_key_spec",
            "KeyUsage": "key_usage",
            "MultiRegion": "multi_region",
            "Policy": "policy",
        },
        result={"id": "KeyMetadata.KeyId"},
    ),
    read=(
        reads(
            "describe_key",
            KEY,
            "[KeyMetadata][?KeyState!='PendingDeletion'] | [0]",
            filled="arn key_id multi_region",
            customer_master_key_spec="KeySpec",
            is_enabled="Enabled",
        ),
        reads("get_key_policy", {**KEY, "PolicyName": always("default")}, policy="Policy", filled="policy"),
        reads(
            "get_key_rotation_status",
            KEY,
            enable_key_rotation="KeyRotationEnabled",
            rotation_period_in_days="RotationPeriodInDays",
            filled="rotation_period_in_days",
        ),
    ),
    changes=(
        changes("description", "update_key_description", {**KEY, "Description": "description"}),
        changes("policy", "put_key_policy", {**KEY, "PolicyName": always("default"), "Policy": "policy"}),
        Change(frozenset({"is_enabled"}), switch_key, on_create=True),
        Change(
            frozenset({"enable_key_rotation", "rotation_period_in_days"}), switch_rotation, on_create=True
        ),
    ),
    delete=Operation("schedule_key_deletion", {**KEY, "PendingWindowInDays": "deletion_window_in_days"}),
    computed={"key_id": "{id}"},
    defaults={
        "customer_master_key_spec": "SYMMETRIC_DEFAULT",
        "key_usage": "ENCRYPT_DECRYPT",
        "is_enabled": True,
    },
    tags=Tags({"KeyId": "id"}, read="list_resource_tags"),
)

KMS_ALIAS = Declaration(
    service="kms",
    create=Operation("create_alias", {"AliasName": "name", "TargetKeyId": "target_key_id"}),
    read=(
        reads(
            "list_aliases",
            {"KeyId": "target_key_id"},
            find_alias,
            arn="AliasArn",
            _target="TargetKeyId",
            ignored="target_key_id",
        ),
    ),
    changes=(
        changes("target_key_id", "update_alias", {"AliasName": "name", "TargetKeyId": "target_key_id"}),
    ),
    delete=Operation("delete_alias", {"AliasName": "name"}),
    id="{name}",
    named="name",
)

DECLARATIONS = {"aws_kms_key": KMS_KEY, "aws_kms_alias": KMS_ALIAS}
