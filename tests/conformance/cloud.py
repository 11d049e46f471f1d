"""What boto3 says is in an emulated AWS, in a form in which two clouds with different identifiers can be compared."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from .areas.area import REGION, Area, Client

# What AWS makes up. Order matters: the longest first.
MADE_UP = (
    (r"http://127\.0\.0\.1:\d+", "<endpoint>"),
    (r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\w.:+-]*", "<time>"),
    (r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "<uuid>"),
    (r"\b(mrk-)?[0-9a-f]{32}\b", "<hash>"),
    (r"\b([a-z]+)-[0-9a-f]{8,17}\b", r"<\1>"),
    (r"\b(ns|srv)-[a-z0-9]{8,20}\b", r"<\1>"),
    (r"/hostedzone/[A-Z0-9]+\b", "/hostedzone/<id>"),
    (r"/[0-9a-f]{16}\b", "/<id>"),
    (r"(secret:[\w/]+)-[A-Za-z]{6}\b", r"\1-<id>"),
    (r"\bA[A-Z0-9]{20}\b", "<unique id>"),
    (r"scalable-target/\w+", "scalable-target/<id>"),
    (r"ecs-svc/\d+", "ecs-svc/<id>"),
    (r"(listener-rule/.*)/\d+$", r"\1/<id>"),
    (r"\b\d+\.\d+\.\d+\.\d+\b(?!/)", "<address>"),
    (r"\b[a-z]{8}(?=\.execute-api\.)|(?<=:execute-api:eu-west-1:123456789012:)\w+", "<api>"),
    (r"\bintegrations/\w+", "integrations/<id>"),
    (r"\bdistribution/[A-Z0-9]+\b", "distribution/<id>"),
    (r"\b[a-z0-9]{13}(?=\.cloudfront\.net)|^[A-Z0-9]{13,14}$", "<id>"),
    (r"\.(cluster-(?:ro-)?)?[a-z0-9]{12}(?=\.eu-west-1\.rds\.)", r".\1<id>"),
    (r"\bcluster-[A-Z0-9]{26}\b", "cluster-<id>"),
    (r"\bprx-(tg-)?[a-z0-9]{17}\b|\bdb-proxy-[a-z0-9]{12}\b", "<proxy>"),
    (r"//\w+\.\w+(?=\.eu-west-1\.eks\.)", "//<id>"),
    (r"(?<=eks\.eu-west-1\.amazonaws\.com/id/)\w+", "<id>"),
    (r"\bsg-[a-z0-9]{17}\b", "<sg>"),
    (r"-\d+(?=\.[\w-]+\.elb\.amazonaws)", "-<id>"),
)
# Times, and what is drawn by lot.
LEFT_OUT = re.compile(
    r"(Date|Time|Timestamp|At|On|LastModified|NotAfter|NotBefore)$"
    r"|^(ResponseMetadata|creationTime|RequestId|CreatorRequestId|CallerReference|ApiId|IntegrationId|RouteId|ApiMappingId|certificateAuthority|SecretVersionsToStages|Serial|SubscriptionArn)$"
)
# A certificate's, which moto issues by itself after a minute.
STATES = {"ISSUED", "PENDING_VALIDATION", "SUCCESS"}


def clients(endpoint: str) -> Client:
    """A client of each service of the emulated AWS, made when it is first asked for."""
    make: Any = boto3.client  # its types want the name of the service to be a literal

    @cache
    def client(service: str) -> Any:
        return make(
            service,
            endpoint_url=endpoint,
            region_name=REGION,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}),
        )

    return client


def describe(client: Client, area: Area) -> dict[str, Any]:
    """Operation -> what it answers, sorted, with whatever AWS makes up replaced by a mark of its kind."""
    found = {
        f"{service}.{operation}": getattr(client(service), operation)().get(key, [])
        for service, operations in area.lists.items()
        for operation, key in operations.items()
    }
    found |= {name: list(read(client)) for name, read in area.readers.items()}
    return {name: sorted((normal(item) for item in items), key=_text) for name, items in found.items()}


def normal(value: Any) -> Any:
    """`value` without times and order, with made-up identifiers replaced and JSON documents read."""
    if isinstance(value, Mapping):
        kept = {str(key): item for key, item in value.items() if not LEFT_OUT.search(str(key))}
        return {normal(key): normal(item) for key, item in sorted(kept.items())}
    if isinstance(value, list | tuple):
        pairs = [pair for pair in map(_pair, value) if pair]
        if value and len(pairs) == len(value):
            return normal(dict(pairs))
        return sorted((normal(item) for item in value), key=_text)
    if not isinstance(value, str):
        return value if isinstance(value, int | float | bool | None) else str(value)
    if value[:1] in "{[":
        try:
            return normal(json.loads(value))
        except ValueError:
            pass
    if value in STATES:
        return "<state>"
    for pattern, mark in MADE_UP:
        value = re.sub(pattern, mark, value)
    return value


def _pair(item: Any) -> tuple[str, Any] | None:
    """A tag or an attribute: AWS writes both as a key and a value."""
    if isinstance(item, Mapping) and {str(key).lower() for key in item} == {"key", "value"}:
        by_name = {str(key).lower(): value for key, value in item.items()}
        return str(by_name["key"]), by_name["value"]
    return None


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
