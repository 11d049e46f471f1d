"""Who comes to a service's pods, and where they go: its network policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable

from modules.kubernetes.namespace_policy import NamespacePolicy
from modules.kubernetes.network_policy import NetworkPolicy
from stacks.runtimes.workload import Parts


def guard_pods(
    parts: Parts,
    *,
    labels: Mapping[str, str],
    selector: Mapping[str, str],
    depends_on: Sequence[ITerraformDependable],
) -> None:
    """In from the subnets of the load balancers that send requests here: their addresses are all that pods see.

    Stores and the internal load balancer are in the isolated subnets: there the pods go to what is declared.
    """
    service, vpc = parts.service, parts.network.vpc
    NamespacePolicy(
        parts.stack,
        "namespace-policy",
        name="default",
        namespace=service.name,
        labels=labels,
        guarded_cidrs=vpc.isolated_cidrs,
        ports=[*parts.data.ports, *parts.balanced_ports],
        depends_on=depends_on,
    )
    NetworkPolicy(
        parts.stack,
        "network-policy",
        name=service.name,
        namespace=service.name,
        labels=labels,
        selector=selector,
        port=service.port,
        from_cidrs=[
            *(vpc.public_cidrs if service.routes else ()),
            *(vpc.isolated_cidrs if parts.called else ()),
        ],
        depends_on=depends_on,
    )
