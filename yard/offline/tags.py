"""Tags as the AWS provider keeps them: `tags` is what the configuration says, `tags_all` has the defaults as well.

Source: "AWS Provider, default_tags Configuration Block".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yard.offline.values import UNKNOWN


def all_tags(defaults: Mapping[str, str], tags: Any) -> Any:
    """`tags` over `defaults`; unknown if it is not known yet which tags there are."""
    if tags is UNKNOWN:
        return UNKNOWN
    return {**defaults, **{key: value for key, value in (tags or {}).items() if value is not None}}


def own_tags(
    observed: Mapping[str, str], tags: Mapping[str, Any] | None, known: Mapping[str, Any] | None
) -> Mapping[str, Any] | None:
    """`tags` after a refresh that found `observed` on the thing.

    tags, known: what the state has for `tags` and `tags_all`. A tag of `tags_all` that is not in `tags` is a default
    and stays out; one that is in neither was put on by somebody else and shows.
    """
    own = {key: observed[key] for key in tags or {} if key in observed}
    own |= {key: value for key, value in observed.items() if key not in (known or {})}
    return own if own or tags is not None else None


def without_system_tags(observed: Mapping[str, str]) -> dict[str, str]:
    """`observed` without the tags that AWS puts on itself and nobody may set."""
    return {key: value for key, value in observed.items() if not key.startswith("aws:")}
