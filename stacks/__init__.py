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
from stacks.cluster import ClusterStack  # noqa: E402
from stacks.cluster_objects import cluster_objects  # noqa: E402
from stacks.deployable import refuse_undeployable, refuse_unreachable  # noqa: E402
from stacks.network import NetworkStack  # noqa: E402
from stacks.platform import PlatformStack  # noqa: E402
from stacks.runtimes import RUNTIMES  # noqa: E402
from stacks.service import ServiceStack  # noqa: E402
from yard.config import Environment, Service  # noqa: E402

__all__ = ["build"]


def build(
    app: cdktf.App,
    environment: Environment,
    services: Mapping[str, Service],
    releases: Mapping[str, str],
) -> None:
    """Add the stacks `<env>-network`, `<env>-platform` and `<env>-<service>` to `app`.

    `<env>-cluster` and `<env>-cluster-objects` as well, where some service runs on EKS.

    services: by name. releases: service -> image with digest; a service without one runs no task on AWS.
    Raises InputError, before the first stack, for what cannot be deployed.
    """
    refuse_undeployable(services)
    priorities = rule_priorities(route for service in services.values() for route in service.routes)
    network = NetworkStack(app, environment)
    calls = Calls(services)
    platform = PlatformStack(app, environment, network, calls)
    cluster = _cluster(app, environment, services, network, platform)
    objects = cluster_objects(app, environment, cluster) if cluster else None
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
            cluster=cluster,
        )
        if objects and RUNTIMES[service.runtime].needs_cluster:
            made[service.name].add_dependency(objects)
    bound_roles(app, environment)


def _cluster(
    app: cdktf.App,
    environment: Environment,
    services: Mapping[str, Service],
    network: NetworkStack,
    platform: PlatformStack,
) -> ClusterStack | None:
    """The cluster, where some service runs in it."""
    pods = [service for service in services.values() if RUNTIMES[service.runtime].needs_cluster]
    if not pods:
        return None
    refuse_unreachable(environment)
    ports = {service.port for service in pods}
    return ClusterStack(app, environment, network, platform, ports=ports)
