"""Amazon Resource Names and addresses that are known before the resource exists."""

from __future__ import annotations

import re

ECR_IMAGE = re.compile(
    r"^(?P<account>[0-9]{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?/(?P<repository>[^@:]+)[@:]"
)


def partition(region: str) -> str:
    """`aws`, `aws-cn` or `aws-us-gov` (source: "IAM User Guide, Amazon Resource Names, partition")."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def arn(service: str, region: str, account: str, resource: str) -> str:
    """`arn:<partition>:<service>:<region>:<account>:<resource>`, in the partition of `region`."""
    return f"arn:{partition(region)}:{service}:{region}:{account}:{resource}"


def account_root(account: str, region: str) -> str:
    """The principal that stands for the whole account: access is then decided by its IAM policies."""
    return f"arn:{partition(region)}:iam::{account}:root"


def image_registry(account: str, region: str) -> str:
    """Host name of the account's Amazon ECR registry."""
    domain = "amazonaws.com.cn" if partition(region) == "aws-cn" else "amazonaws.com"
    return f"{account}.dkr.ecr.{region}.{domain}"


def image_repository_arn(image: str) -> str | None:
    """The Amazon ECR repository that `image` is pulled from; None for another registry."""
    found = ECR_IMAGE.match(image)
    if not found:
        return None
    return arn("ecr", found["region"], found["account"], f"repository/{found['repository']}")
