"""What AWS computes anew when a resource is changed in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

ANY = "*"

# Type -> attribute that changes -> what changes it. Source: the attribute references of the resources' pages in the
# documentation of hashicorp/aws 6.25.0, and the functions given as CustomizeDiff in the provider's source.
RECOMPUTED: dict[str, dict[str, tuple[str, ...]]] = {
    "aws_ssm_parameter": {"version": (ANY,)},
    "aws_launch_template": {"latest_version": (ANY,)},
    "aws_lambda_function": {
        "last_modified": (ANY,),
        "code_sha256": (
            "filename",
            "s3_bucket",
            "s3_key",
            "s3_object_version",
            "source_code_hash",
            "image_uri",
        ),
        "source_code_size": ("filename", "s3_bucket", "s3_key", "s3_object_version", "source_code_hash"),
    },
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


def recomputed_by(type_name: str, prior: dict[str, Any], planned: dict[str, Any]) -> Iterator[str]:
    """The attributes of `type_name` that the change from `prior` to `planned` makes unknown."""
    changed = {name for name, value in planned.items() if value != prior.get(name)}
    for name, causes in RECOMPUTED.get(type_name, {}).items():
        if changed - {name, "tags", "tags_all"} if ANY in causes else changed & set(causes):
            yield name
