"""Names within AWS's limits: `<env>-<service>-<what>`, shortened with a stable hash where they do not fit.

Different parts give different names; the same parts always give the same one. What needs no change is not changed,
so that names stay readable.
"""

from __future__ import annotations

import hashlib
import re

HASH_CHARACTERS = 8


def load_balancer_name(*parts: str) -> str:
    """At most 32 letters, digits and hyphens, not starting with `internal-`, which AWS keeps for itself.

    Source: "Elastic Load Balancing API Reference, CreateLoadBalancer".
    """
    if parts[0] == "internal" or parts[0].startswith("internal-"):
        parts = ("env", *parts)
    return _name(parts, limit=32, underscores=False)


def target_group_name(*parts: str) -> str:
    """At most 32 letters, digits and hyphens ("Elastic Load Balancing API Reference, CreateTargetGroup")."""
    return _name(parts, limit=32, underscores=False)


def role_name(*parts: str) -> str:
    """At most 64 characters ("IAM User Guide, IAM and AWS STS quotas")."""
    return _name(parts, limit=64)


def bucket_name(*parts: str, account: str, region: str) -> str:
    """At most 63 small letters, digits and hyphens, unique in the world by account and region.

    Source: "Amazon S3 User Guide, General purpose bucket naming rules".
    """
    suffix = f"-{account}-{region}"
    return _name(parts, limit=63 - len(suffix), underscores=False) + suffix


def function_name(*parts: str) -> str:
    """At most 64 letters, digits, hyphens and underscores, for Lambda and for CloudFront Functions alike.

    Sources: "AWS Lambda API Reference, CreateFunction", "CloudFront API Reference, CreateFunction".
    """
    return _name(parts, limit=64)


def queue_name(*parts: str) -> str:
    """At most 80 characters ("Amazon SQS Developer Guide, Amazon SQS standard queue quotas")."""
    return _name(parts, limit=80)


def event_rule_name(*parts: str) -> str:
    """At most 64 characters ("Amazon EventBridge API Reference, PutRule")."""
    return _name(parts, limit=64)


def event_archive_name(*parts: str) -> str:
    """At most 48 characters ("Amazon EventBridge API Reference, CreateArchive")."""
    return _name(parts, limit=48)


def database_name(*parts: str) -> str:
    """At most 63 small letters, digits and single hyphens: the identifier of an instance, a cluster or a proxy.

    Sources: "Amazon RDS API Reference, CreateDBInstance, CreateDBCluster, CreateDBProxy".
    """
    return _name(parts, limit=63, underscores=False)


def database_instance_name(*parts: str, number: int) -> str:
    """The same for an instance of a cluster, with its number at the end."""
    return f"{_name(parts, limit=60, underscores=False)}-{number}"


def cache_name(*parts: str) -> str:
    """At most 40 small letters, digits and single hyphens: a cache, a user or a user group.

    Sources: "Amazon ElastiCache API Reference, CreateReplicationGroup, CreateServerlessCache, CreateUser".
    """
    return _name(parts, limit=40, underscores=False)


def schedule_name(*parts: str) -> str:
    """At most 64 characters, of schedules and groups ("EventBridge Scheduler API Reference, CreateSchedule")."""
    return _name(parts, limit=64)


def table_name(*parts: str) -> str:
    """At most 255 characters ("Amazon DynamoDB Developer Guide, Quotas")."""
    return _name(parts, limit=255)


def name(*parts: str) -> str:
    """For what has room: services, clusters, security groups, repositories, secrets (255 characters and more)."""
    return _name(parts, limit=255)


def _name(parts: tuple[str, ...], *, limit: int, underscores: bool = True) -> str:
    wanted = "-".join(parts)
    if not re.fullmatch(r"[a-z0-9]+([-_]+[a-z0-9]+)*", wanted):
        raise ValueError(
            f"{wanted!r} is not a name. Use small letters and digits, hyphens or underscores between them."
        )
    legal = wanted if underscores else re.sub("[-_]+", "-", wanted)
    if legal == wanted and len(legal) <= limit:
        return legal
    digest = hashlib.sha256(wanted.encode()).hexdigest()[:HASH_CHARACTERS]
    return f"{legal[: limit - HASH_CHARACTERS - 1].rstrip('-_')}-{digest}"
