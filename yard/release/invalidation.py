"""Empties CloudFront's cache of a site: its pages have the same paths in every release."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from yard.config import YardError

# Usually under a minute. Source: "CloudFront Developer Guide, Invalidate files to remove content".
PATIENCE_SECONDS = 15 * 60
PAUSE_SECONDS = 5.0


def invalidation_paths(routes: Iterable[str]) -> list[str]:
    """What to invalidate for a site: a path with a wildcard counts as one."""
    paths = []
    for route in routes:
        path = route.rstrip("/")
        paths += [path, f"{path}/*"] if path else ["/*"]
    return paths


def invalidate(
    cloudfront: Any, distribution: str, paths: list[str], reference: str, tell: Callable[[str], None]
) -> str:
    """Invalidate `paths` and wait until that is done everywhere; the invalidation's id.

    reference: a text of its own for each deployment; the same one again is the same invalidation.
    Raises YardError where it takes more than a quarter of an hour.
    """
    made = cloudfront.create_invalidation(
        DistributionId=distribution,
        InvalidationBatch={
            "Paths": {"Quantity": len(paths), "Items": paths},
            "CallerReference": reference,
        },
    )["Invalidation"]
    until = time.monotonic() + PATIENCE_SECONDS
    while made["Status"].upper() != "COMPLETED":
        if time.monotonic() > until:
            raise YardError(
                f"CloudFront has not emptied its cache of {', '.join(paths)} within {PATIENCE_SECONDS // 60} minutes"
                f" (invalidation {made['Id']} of {distribution}). Until it has, some viewers see the earlier release."
            )
        tell("emptying CloudFront's cache")
        time.sleep(PAUSE_SECONDS)
        made = cloudfront.get_invalidation(DistributionId=distribution, Id=made["Id"])["Invalidation"]
    return str(made["Id"])
