"""What AWS computes anew when a resource is changed in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

ANY = "*"
_CODE = ("filename", "image_uri", "s3_bucket", "s3_key", "s3_object_version", "source_code_hash")
# What Lambda publishes a new version for. Source: "Lambda function versions", and needsFunctionConfigUpdate in
# internal/service/lambda/function.go of hashicorp/aws.
_PUBLISHED = (
    *_CODE,
    *("architectures", "dead_letter_config", "description", "environment", "ephemeral_storage"),
    *("file_system_config", "handler", "image_config", "kms_key_arn", "layers", "logging_config"),
    *("memory_size", "publish", "role", "runtime", "snap_start", "timeout", "tracing_config", "vpc_config"),
)

# Type -> attribute that changes -> what changes it. Source: the attribute references of the resources' pages in the
# documentation of hashicorp/aws 6.25.0, and the functions given as CustomizeDiff in the provider's source.
RECOMPUTED: dict[str, dict[str, tuple[str, ...]]] = {
    "aws_db_instance": dict.fromkeys(("address", "arn", "endpoint"), ("identifier",)),
    "aws_ssm_parameter": {"version": (ANY,)},
    "aws_lambda_event_source_mapping": {"last_modified": (ANY,)},
    "aws_launch_template": {"latest_version": (ANY,), "default_version": (ANY,)},
    "aws_lambda_function": {
        "last_modified": (ANY,),
        "code_sha256": _CODE,
        "source_code_size": _CODE,
        "version": _PUBLISHED,
        "qualified_arn": _PUBLISHED,
        "qualified_invoke_arn": _PUBLISHED,
    },
    "aws_route53_record": {"id": ("type", "set_identifier")},
    "aws_s3_object": {
        "etag": ("content", "content_base64", "source", "source_hash"),
        "version_id": ("content", "content_base64", "source", "source_hash", "etag"),
    },
    "aws_wafv2_web_acl": {"lock_token": (ANY,), "capacity": ("rule", "rule_json")},
    "aws_cloudfront_function": {"etag": (ANY,), "live_stage_etag": (ANY,)},
    "aws_cloudfront_origin_access_control": {"etag": (ANY,)},
    "aws_cloudfront_response_headers_policy": {"etag": (ANY,)},
    "aws_cloudfront_vpc_origin": {"etag": (ANY,)},
    "aws_cloudfront_distribution": {"etag": (ANY,), "last_modified_time": (ANY,)},
    "aws_secretsmanager_secret_version": {"version_id": ("secret_string", "secret_binary")},
}
# Type and attribute -> the argument without which nothing of it changes.
ONLY_WITH = {
    ("aws_launch_template", "default_version"): "update_default_version",
    **{
        ("aws_lambda_function", name): "publish"
        for name in ("version", "qualified_arn", "qualified_invoke_arn")
    },
}


def recomputed_by(type_name: str, prior: dict[str, Any], planned: dict[str, Any]) -> Iterator[str]:
    """The attributes of `type_name` that the change from `prior` to `planned` makes unknown."""
    changed = {name for name, value in planned.items() if value != prior.get(name)}
    for name, causes in RECOMPUTED.get(type_name, {}).items():
        if (needed := ONLY_WITH.get((type_name, name))) and not planned.get(needed):
            continue
        if changed - {name, "tags", "tags_all"} if ANY in causes else changed & set(causes):
            yield name
