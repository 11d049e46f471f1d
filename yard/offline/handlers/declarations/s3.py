"""S3 buckets, and what is set on a bucket by a resource of its own."""

from __future__ import annotations

import json
from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import (
    Change,
    Declaration,
    Operation,
    Path,
    Read,
    Source,
    Tags,
    always,
    reads,
)

# Where AWS takes no location constraint. Source: "CreateBucket", Amazon S3 API Reference.
CLASSIC_REGION = "us-east-1"
BUCKET: dict[str, Source] = {"Bucket": "bucket"}


def make_bucket(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """AWS refuses a name that exists elsewhere in the world; here only those of this emulated AWS count."""
    region = planned.get("region") or cloud.region
    arguments: dict[str, Any] = {"Bucket": planned["bucket"]}
    if region != CLASSIC_REGION:
        arguments["CreateBucketConfiguration"] = {"LocationConstraint": region}
    if planned.get("object_lock_enabled"):
        arguments["ObjectLockEnabledForBucket"] = True
    cloud.client("s3", region).create_bucket(**arguments)


def empty_bucket(cloud: Cloud, _prior: Values, state: Values) -> None:
    """With `force_destroy` the objects go first, all versions of them."""
    if not state.get("force_destroy"):
        return
    s3 = cloud.client("s3", state.get("region"))
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=state["bucket"]):
        found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        objects = [{"Key": item["Key"], "VersionId": item["VersionId"]} for item in found]
        if objects:
            s3.delete_objects(Bucket=state["bucket"], Delete={"Objects": objects, "Quiet": True})


def on_bucket(
    what: str,
    parameter: str,
    value: Source,
    *,
    when: str,
    found: str = "@",
    delete: Operation | None = None,
    **observed: Path,
) -> Declaration:
    """What is set with Put..., asked for with Get... and taken away with Delete...: created and changed alike."""
    put = Operation(f"put_{what}", {**BUCKET, parameter: value})
    return Declaration(
        service="s3",
        create=put,
        read=(Read(Operation(f"get_{what}", BUCKET), found, observed),),
        changes=(Change(frozenset(when.split()), put),),
        delete=delete or Operation(f"delete_{what}", BUCKET),
        id="{bucket}",
    )


def lifecycle_rules(values: Values) -> dict[str, Any]:
    """The rules; one without a filter, or with an empty prefix, is for all objects."""
    return {"Rules": [_lifecycle_rule(rule) for rule in values["rule"]]}


def _lifecycle_rule(rule: Values) -> Values:
    filters = rule.get("filter") or [{}]
    chosen = {name: value for name, value in filters[0].items() if value not in (None, "", [])}
    return {**rule, "filter": [chosen]}


def plain_policy(values: Values) -> Any:
    """The policy with single values where it has lists of one, which mean the same.

    The emulated S3 finds the log service's right to write only where `Resource` is written so.
    """
    return _plain(json.loads(values["policy"]))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: item[0] if key == "Resource" and isinstance(item, list) and len(item) == 1 else _plain(item)
            for key, item in value.items()
        }
    return [_plain(item) for item in value] if isinstance(value, list) else value


BUCKET_ITSELF = Declaration(
    service="s3",
    create=make_bucket,
    read=(reads("head_bucket", BUCKET),),
    before_delete=empty_bucket,
    delete=Operation("delete_bucket", BUCKET),
    id="{bucket}",
    named="bucket",
    computed={
        "arn": "arn:{partition}:s3:::{bucket}",
        "bucket_region": "{region}",
        "bucket_domain_name": "{bucket}.s3.amazonaws.com",
        "bucket_regional_domain_name": "{bucket}.s3.{region}.amazonaws.com",
    },
    tags=Tags(
        BUCKET,
        add="put_bucket_tagging",
        remove="delete_bucket_tagging",
        read="get_bucket_tagging",
        tags="Tagging",
        found="TagSet",
        whole=True,
    ),
)

VERSIONING = on_bucket(
    "bucket_versioning",
    "VersioningConfiguration",
    "versioning_configuration",
    when="versioning_configuration",
    versioning_configuration=lambda answer: [
        {"status": answer.get("Status", "Disabled"), "mfa_delete": answer.get("MFADelete", "")}
    ],
    # Versioning cannot be taken away, only suspended. Source: "Using versioning in S3 buckets".
    delete=Operation(
        "put_bucket_versioning", {**BUCKET, "VersioningConfiguration": always({"Status": "Suspended"})}
    ),
)

ENCRYPTION = on_bucket(
    "bucket_encryption",
    "ServerSideEncryptionConfiguration",
    lambda values: {"Rules": values["rule"]},
    when="rule",
    found="ServerSideEncryptionConfiguration",
    rule="Rules",
)

PUBLIC_ACCESS_BLOCK = on_bucket(
    "public_access_block",
    "PublicAccessBlockConfiguration",
    lambda values: {"BlockPublicAcls": False, **values},
    when="block_public_acls block_public_policy ignore_public_acls restrict_public_buckets",
    found="PublicAccessBlockConfiguration",
)

POLICY = on_bucket("bucket_policy", "Policy", plain_policy, when="policy", policy="Policy")

LIFECYCLE = on_bucket(
    "bucket_lifecycle_configuration",
    "LifecycleConfiguration",
    lifecycle_rules,
    when="rule",
    rule="Rules",
    delete=Operation("delete_bucket_lifecycle", BUCKET),
)

OWNERSHIP = on_bucket(
    "bucket_ownership_controls",
    "OwnershipControls",
    lambda values: {"Rules": values["rule"]},
    when="rule",
    found="OwnershipControls",
    rule="Rules",
)

LOGGING = on_bucket(
    "bucket_logging",
    "BucketLoggingStatus",
    lambda values: {"LoggingEnabled": {**values, "target_grants": values.get("target_grant") or []}},
    when="target_bucket target_prefix target_grant target_object_key_format",
    found="LoggingEnabled",
    delete=Operation("put_bucket_logging", {**BUCKET, "BucketLoggingStatus": always({})}),
)

DECLARATIONS = {
    "aws_s3_bucket": BUCKET_ITSELF,
    "aws_s3_bucket_versioning": VERSIONING,
    "aws_s3_bucket_server_side_encryption_configuration": ENCRYPTION,
    "aws_s3_bucket_public_access_block": PUBLIC_ACCESS_BLOCK,
    "aws_s3_bucket_policy": POLICY,
    "aws_s3_bucket_lifecycle_configuration": LIFECYCLE,
    "aws_s3_bucket_ownership_controls": OWNERSHIP,
    "aws_s3_bucket_logging": LOGGING,
}
