"""What gets deployed: one file per kind of stack; `build` puts an environment together."""

from __future__ import annotations

# The one import upwards: it makes the provider bindings below load in under a second, also under `cdktf synth`.
from yard.synth import bindings

bindings.install()

from collections.abc import Mapping  # noqa: E402

import cdktf  # noqa: E402

from modules.edge.rule_priorities import rule_priorities  # noqa: E402
from stacks.boundary import bound_roles  # noqa: E402
from stacks.calls import Calls  # noqa: E402
from stacks.deployable import refuse_undeployable  # noqa: E402
from stacks.network import NetworkStack  # noqa: E402
from stacks.platform import PlatformStack  # noqa: E402
from stacks.service import ServiceStack  # noqa: E402
from stacks.shifting import shifts  # noqa: E402
from yard.config import Environment, Service  # noqa: E402

__all__ = ["build"]


def build(
    app: cdktf.App,
    environment: Environment,
    services: Mapping[str, Service],
    releases: Mapping[str, str],
) -> None:
    """Add the stacks `<env>-network`, `<env>-platform` and `<env>-<service>` to `app`.

    services: by name. releases: service -> image with digest; a service without one runs no task on AWS.
    Raises InputError, before the first stack, for what cannot be deployed.
    """
    refuse_undeployable(services)
    shifting = [service for service in services.values() if shifts(service)]
    priorities = rule_priorities(
        (route for service in services.values() for route in service.routes),
        shifting={route for service in shifting for route in service.routes},
    )
    network = NetworkStack(app, environment)
    calls = Calls(services)
    platform = PlatformStack(
        app, environment, network, calls, tried=any(service.routes for service in shifting)
    )
    made: dict[str, ServiceStack] = {}
    for service in calls.in_order():
        made[service.name] = ServiceStack(
            app,
            environment,
            service,
            network=network,
            platform=platform,
            priorities=priorities,
            release=releases.get(service.name),
            calls=calls,
            callees=[made[callee] for callee in sorted(service.calls)],
        )
    bound_roles(app, environment)
