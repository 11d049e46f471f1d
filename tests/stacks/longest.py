"""The longest legal inputs: an environment and services of every runtime whose every name is as long as may be."""

from __future__ import annotations

from typing import Any

from tests.modules.synthesised import Resources
from tests.stacks.environments import build
from yard.config import Environment, Service

# Nobody's account; the longest name of a region.
ACCOUNT, REGION = "999999999999", "ap-southeast-2"
ENVIRONMENT = "production"


def word(characters: int, separator: str = "_") -> str:
    """A name of just that length: `aaaaaaaaa_aaaaaaaaa_…`."""
    text = separator.join(["a" * 9] * (characters // 10 + 1))[:characters]
    return text.rstrip(separator).ljust(characters, "a")


def service_name(runtime: str) -> str:
    """20 characters, different for each runtime."""
    return f"{runtime}-".ljust(20, "s")


EVERYTHING: dict[str, Any] = {
    "team": word(63, "-"),
    "data": {
        "tables": {
            word(30): {
                "hash_key": word(255),
                "range_key": "b" * 255,
                "indexes": {word(60): {"hash_key": "c" * 255, "range_key": "d" * 255}},
                "ttl": "e" * 255,
            }
        },
        "buckets": {word(20): {"expire_days": 1}},
        "database": {"engine": "postgres"},
        "cache": {"engine": "valkey"},
    },
    "queues": {word(30): {}},
    "secrets": [word(60)],
    "publishes": [word(60, "-")],
    "subscribes": {word(60, "-"): word(30)},
}


def routes(runtime: str) -> list[str]:
    """Five of 120 characters."""
    return [f"/{runtime}-{number}/".ljust(120, "r") for number in range(5)]


def manifest(runtime: str) -> dict[str, Any]:
    """What a service of that runtime may say at the most."""
    plain = {"name": service_name(runtime), "runtime": runtime, **EVERYTHING, "routes": routes(runtime)}
    if runtime == "static":
        return {"name": plain["name"], "runtime": runtime, "team": plain["team"], "routes": ["/"]}
    if runtime == "ecs":
        job = {"schedule": "cron(0 2 * * ? *)", "command": ["true"]}
        return {
            **plain,
            "routes": plain["routes"][:2],  # as many as a service may have that shifts traffic
            "deploy": {"strategy": "canary"},
            "jobs": {word(30, "-"): job},
        }
    return plain


def environment(**changes: Any) -> Environment:
    """With every choice that adds something."""
    return Environment.model_validate(
        {
            "name": ENVIRONMENT,
            "account": ACCOUNT,
            "region": REGION,
            "zones": [f"{REGION}{letter}" for letter in "abcdef"],
            "network": {"cidr": "10.0.0.0/16", "nat": "none"},
            "domain": f"{word(60, '-')}.{word(60, '-')}.example.com".replace("_", "-"),
            "zone_id": "Z" + "A" * 31,
            "protect": True,
            "size": "large",
            "budget": {"monthly_usd": 1, "email": "a@example.com", "activate_tags": True},
            "alarms": {"email": "a@example.com"},
            "repository": word(256, "-"),
            "github": {"repository": f"{'a' * 39}/{'b' * 100}", "environment": "c" * 255},
            **changes,
        }
    )


def longest(*runtimes: str) -> dict[str, Resources]:
    """The stacks of an environment with a service for each of `runtimes`."""
    return build(environment(), *(Service.model_validate(manifest(runtime)) for runtime in runtimes))
