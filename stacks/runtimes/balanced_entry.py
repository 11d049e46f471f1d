"""The way to a called service that has no addresses of its own, through the internal load balancer."""

from __future__ import annotations

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.lb_listener_rule import LbListenerRule

from modules.edge.internal_listener import InternalListener
from modules.edge.target_group import TargetGroup
from modules.network.discovery_alias import DiscoveryAlias
from stacks.runtimes.workload import Called, Entry, Parts


@dataclass(frozen=True)
class BalancedEntry:
    """rule: what sends the requests to the target group; whatever registers targets has to wait for it."""

    entry: Entry
    rule: LbListenerRule


def balanced_entry(
    parts: Parts, called: Called, *, target_group_arn: str, alternate: TargetGroup | None = None
) -> BalancedEntry:
    """Give the service a listener on the internal load balancer, and its name.

    target_group_arn: of a group that no other load balancer uses (source: "Application Load Balancers, Target
    groups": a target group goes with one load balancer). alternate: where ECS moves the requests to and back.
    The way from the load balancer to the service is the runtime's to open.
    """
    assert called.balancer
    listener = InternalListener(
        parts.stack,
        "internal-listener",
        load_balancer_arn=called.balancer.arn,
        port=called.port,
        target_group_arn=target_group_arn,
        alternate=alternate,
    )
    DiscoveryAlias(
        parts.stack,
        "discovery",
        name=parts.service.name,
        namespace_id=called.namespace_id,
        load_balancer_dns_name=called.balancer.dns_name,
    )
    return BalancedEntry(Entry(called.balancer.security_group_id, called.port), listener.rule)
