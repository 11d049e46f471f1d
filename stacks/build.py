"""One environment and its services become stacks that refer to each other."""

from __future__ import annotations

from collections.abc import Mapping

from cdktf import App

from modules.edge.target import rule_priorities
from stacks.network import NetworkStack
from stacks.platform import PlatformStack
from stacks.service import ServiceStack
from yard.config import Environment, InputError, Service


def build(
    app: App, environment: Environment, services: Mapping[str, Service], releases: Mapping[str, str]
) -> None:
    """Add the stacks of `environment` to `app`: network, platform, one per service.

    releases: service -> image reference with digest. Raises InputError where a manifest asks for what cannot be
    built, or a release names no service.
    """
    strangers = sorted(set(releases) - set(services))
    if strangers:
        raise InputError(
            f"environments/releases/{environment.name}.yaml images.{strangers[0]}: there is no such service."
            f" There are: {', '.join(services)}."
        )
    network = NetworkStack(app, environment=environment)
    platform = PlatformStack(app, environment=environment, network=network)
    priorities = rule_priorities(route for service in services.values() for route in service.routes)
    for service in services.values():
        ServiceStack(
            app,
            environment=environment,
            service=service,
            image=releases.get(service.name),
            priorities=priorities,
            network=network,
            platform=platform,
        )
