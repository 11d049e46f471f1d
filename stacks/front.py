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


def proxies_before(service: Service, front: Front) -> int:
    """How many proxies of ours append an address to X-Forwarded-For on the way of a request from outside to `service`.

    The service counts so many from the end to find its client; one too many, and it would believe what the client wrote
    there itself. 0: API Gateway stands before it, which tells the function the address of the connection, beside the
    headers. A service that only others call has the internal load balancer before it, or nobody.
    Sources: "Application Load Balancers, HTTP headers and Application Load Balancers, X-Forwarded-For" and "Amazon
    CloudFront Developer Guide, Request and response behavior for custom origins, X-Forwarded-For" (both append); "API
    Gateway Developer Guide, Create AWS Lambda proxy integrations for HTTP APIs" (requestContext.http.sourceIp).
    """
    if not service.routes:
        return 1
    if service.runtime == "lambda" and service.function.http == "api_gateway":
        return 0
    return 1 if front == "load_balancer" else 2
