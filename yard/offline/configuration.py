"""The provider block of a stack, as far as it matters offline, and what it may not ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from yard.config import YardError
from yard.offline.handlers.base import refuse_unless_loopback
from yard.offline.planning import Settings
from yard.offline.values import UNKNOWN

# Source: "IAM User Guide, IAM identifiers, Understanding unique ID prefixes".
REAL_KEY = re.compile(r"(AKIA|ASIA)[0-9A-Z]{12,}")


def settings_from(configuration: dict[str, Any], account: str, region: str) -> Settings:
    """The settings that the provider block `configuration` stands for.

    account, region: those of the environment, for what the block leaves out. Profiles and roles are never looked at.
    Raises YardError for an account that the block does not allow, for an endpoint elsewhere and for a real access key.
    """
    allowed = _strings(configuration.get("allowed_account_ids"))
    forbidden = _strings(configuration.get("forbidden_account_ids"))
    if (allowed and account not in allowed) or account in forbidden:
        raise YardError(
            f"AWS account ID not allowed: {account}. The provider block allows {', '.join(allowed) or 'any other'}: "
            "the environment's account and the stack's allowed_account_ids must be the same."
        )
    key = configuration.get("access_key")
    if isinstance(key, str) and REAL_KEY.match(key):
        raise YardError(
            "The provider block holds a real access key. Offline none is needed, and no key belongs into code: take it "
            "out, let Terraform find credentials in its environment, and deactivate the key if it was ever committed."
        )
    for endpoint in _endpoints(configuration.get("endpoints")):
        refuse_unless_loopback(endpoint)
    given = configuration.get("region")
    return Settings(
        account, given if isinstance(given, str) and given else region, _default_tags(configuration)
    )


def _default_tags(configuration: dict[str, Any]) -> dict[str, str]:
    blocks = configuration.get("default_tags")
    tags: dict[str, str] = {}
    for block in blocks if isinstance(blocks, list) else []:
        found = block.get("tags") if isinstance(block, dict) else None
        if isinstance(found, dict):
            tags |= {key: value for key, value in found.items() if isinstance(value, str)}
    return tags


def _endpoints(blocks: Any) -> Iterator[str]:
    for block in blocks if isinstance(blocks, list) else []:
        yield from (value for value in block.values() if isinstance(value, str) and value)


def _strings(value: Any) -> list[str]:
    return (
        [item for item in value if isinstance(item, str)]
        if isinstance(value, list) and value is not UNKNOWN
        else []
    )
