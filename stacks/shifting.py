"""Which services have two versions side by side while one takes over from the other."""

from __future__ import annotations

from yard.config import Service

# Beside 443 and 80; nobody but an environment's `testers` gets there.
TEST_PORT = 8443
PLAIN_TEST_PORT = 8080


def shifts(service: Service) -> bool:
    """Whether ECS shifts the service's requests from one version to the next, step by step or at once."""
    return service.runtime == "ecs" and service.deploy.strategy != "rolling"
