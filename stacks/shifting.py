"""Which services have two versions side by side while one takes over from the other."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from yard.config import Service

# Beside 443 and 80; nobody but an environment's `testers` gets there.
TEST_PORT = 8443
PLAIN_TEST_PORT = 8080
# Two patterns each, of the five that a listener rule takes (`ListenerRule`).
MOST_ROUTES = 2


def shifts(service: Service) -> bool:
    """Whether ECS shifts the service's requests from one version to the next, step by step or at once."""
    return service.runtime == "ecs" and service.deploy.strategy != "rolling"


def shifting_problems(service: Service, called: Collection[str]) -> Iterator[str]:
    """What ECS could not shift. called: the services that others call."""
    if not shifts(service):
        return
    strategy, routes = service.deploy.strategy, len(service.routes)
    if not routes and service.name not in called:
        yield service.problem(
            "deploy.strategy",
            f"{strategy} shifts requests, and this service gets none. Add a route, or use rolling.",
        )
    if routes > MOST_ROUTES:
        yield service.problem(
            "routes",
            f"{routes} routes do not fit into one listener rule, and ECS shifts the requests of one."
            f" Use {MOST_ROUTES} at the most, or deploy.strategy: rolling.",
        )
