"""Who comes to a service's pods, and where they go: network policies, and a security group where pods can have one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable

from modules.compute.task_security_group import TaskSecurityGroup
from modules.kubernetes.namespace_policy import NamespacePolicy
from modules.kubernetes.network_policy import NetworkPolicy
from modules.kubernetes.security_group_policy import SecurityGroupPolicy
from stacks.cluster import ClusterStack
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


@dataclass(frozen=True)
class Group:
    """The security group that a service's pods leave with.

    own: whether it is theirs alone; otherwise it is the cluster's. policy: pods have to be made after it.
    """

    id: str
    own: bool
    policy: Sequence[ITerraformDependable] = ()


def group_of_pods(
    parts: Parts,
    cluster: ClusterStack,
    *,
    labels: Mapping[str, str],
    depends_on: Sequence[ITerraformDependable],
) -> Group:
    """A group of their own beside the cluster's, where the cluster can give them one and there is something to reach.

    Each pod with a group of its own takes one of its node's few branch interfaces, so none gets one for nothing.
    """
    service, shared = parts.service, cluster.cluster.security_group_id
    if not cluster.gives_pods_groups or not (parts.data.needs_vpc or service.calls):
        return Group(shared, own=False)
    group = TaskSecurityGroup(
        parts.stack,
        "pods-group",
        name=parts.stack.resource_name("pods"),
        vpc_id=parts.network.vpc.vpc_id,
    )
    policy = SecurityGroupPolicy(
        parts.stack,
        "security-group-policy",
        name=service.name,
        namespace=service.name,
        labels=labels,
        security_group_ids=[shared, group.id],
        depends_on=depends_on,
    )
    return Group(group.id, own=True, policy=[policy.policy])
