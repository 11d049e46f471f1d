"""One callee's port on the internal load balancer.

Defines: the listener and the one rule that sends all its requests on.
Leaves to the caller: the port (`listener_ports`), the target group, who may come (`AllowedCall`).
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.lb_listener import LbListener
from constructs import Construct

from modules.edge.http_listener import not_found
from modules.edge.listener_rule import ListenerRule
from modules.edge.target_group import TargetGroup


class InternalListener(Construct):
    """Unencrypted: it never leaves the VPC's private subnets, where AWS isolates networks from each other.

    The requests go on by a rule and not by the default action, since ECS can shift the requests of a rule from one
    version to the next (source: "Amazon ECS Developer Guide, Application Load Balancer resources for blue/green
    deployments").
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        load_balancer_arn: str,
        port: int,
        target_group_arn: str,
        alternate: TargetGroup | None = None,
    ) -> None:
        """port: 1 to 65535, of no other listener. alternate: where ECS moves the requests to and back."""
        super().__init__(scope, id_)
        listener = LbListener(
            self,
            "Default",
            load_balancer_arn=load_balancer_arn,
            port=port,
            protocol="HTTP",
            default_action=[not_found()],
            routing_http_response_server_enabled=False,
        )
        self.arn = listener.arn
        self.rule = ListenerRule(
            self,
            "all",
            listener_arn=listener.arn,
            routes=["/"],
            priority=1,
            target_group_arn=target_group_arn,
            alternate=alternate,
        ).rule
