"""What faces the internet in an environment: its load balancer, or CloudFront before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from modules.edge.origin_facing import PREFIX_LIST_IDS
from yard.config import Environment, Service

# load_balancer: open to the world. cloudfront: public, but for CloudFront's addresses alone. vpc_origin: internal.
Front = Literal["load_balancer", "cloudfront", "vpc_origin"]


def front_of(environment: Environment, services: Mapping[str, Service]) -> Front:
    """CloudFront where the environment chooses it or a site needs it."""
    if environment.edge:
        return "vpc_origin" if environment.edge.vpc_origin else "cloudfront"
    return "cloudfront" if any(one.runtime == "static" for one in services.values()) else "load_balancer"


def origin_facing_prefix_list(environment: Environment) -> str | None:
    """The id of CloudFront's prefix list in the environment's region; None where nobody knows it."""
    given = environment.edge.prefix_list if environment.edge else None
    return given or PREFIX_LIST_IDS.get(environment.region)
