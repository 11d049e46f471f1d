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
from stacks.deployable import refuse_undeployable  # noqa: E402
from stacks.edge import EdgeStack  # noqa: E402
from stacks.front import front_of  # noqa: E402
from stacks.network import NetworkStack  # noqa: E402
from stacks.observability import ObservabilityStack  # noqa: E402
from stacks.platform import PlatformStack  # noqa: E402
from stacks.runtimes import runs_in_cluster  # noqa: E402
from stacks.service import ServiceStack  # noqa: E402
from stacks.shifting import shifts  # noqa: E402
from stacks.site import SiteStack  # noqa: E402
from yard.config import Environment, Service  # noqa: E402

__all__ = ["build"]


def build(
    app: cdktf.App,
    environment: Environment,
    services: Mapping[str, Service],
    releases: Mapping[str, str],
) -> None:
    """Add the stacks `<env>-network`, `-platform`, `-observability`, `<env>-<service>` and, where it has one, `-edge`.

    `<env>-cluster` and `<env>-cluster-objects` as well, where some service runs on EKS.

    services: by name. releases: service -> image with digest, digest of a site; one without runs nothing on AWS.
    Raises InputError, before the first stack, for what cannot be deployed.
    """
    refuse_undeployable(environment, services)
    shifting = [service for service in services.values() if shifts(service)]
    priorities = rule_priorities(
        (route for one in services.values() if one.runtime != "static" for route in one.routes),
        shifting={route for service in shifting for route in service.routes},
    )
    network = NetworkStack(app, environment, {one.runtime for one in services.values()})
    front = front_of(environment, services)
    calls = Calls(services)
    platform = PlatformStack(
        app, environment, network, calls, front=front, tried=any(service.routes for service in shifting)
    )
    cluster = _cluster(app, environment, services, network, platform)
    objects = cluster_objects(app, environment, cluster) if cluster else None
    observability = ObservabilityStack(app, environment, platform)
    made: dict[str, ServiceStack] = {}
    sites: dict[str, SiteStack] = {}
    for service in calls.in_order():
        if service.runtime == "static":
            sites[service.name] = SiteStack(app, environment, service, platform=platform)
            continue
        made[service.name] = ServiceStack(
            app,
            environment,
            service,
            network=network,
            platform=platform,
            alarm_topic_arn=observability.topic_arn,
            priorities=priorities,
            release=releases.get(service.name),
            calls=calls,
            callees=[made[callee] for callee in sorted(service.calls)],
            cluster=cluster,
        )
        if objects and runs_in_cluster(service):
            made[service.name].add_dependency(objects)
    if front != "load_balancer":
        EdgeStack(app, environment, services, releases, platform=platform, sites=sites)
    bound_roles(app, environment)


def _cluster(
    app: cdktf.App,
    environment: Environment,
    services: Mapping[str, Service],
    network: NetworkStack,
    platform: PlatformStack,
) -> ClusterStack | None:
    """The cluster, where some service runs in it."""
    pods = [service for service in services.values() if runs_in_cluster(service)]
    if not pods:
        return None
    ports = {service.port for service in pods}
    return ClusterStack(app, environment, network, platform, ports=ports)
