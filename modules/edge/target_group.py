"""Target group: the healthy tasks of one service.

Defines: the group and its health check.
Leaves to the caller: listener rules that send requests here, the service that registers tasks.
"""

from __future__ import annotations

from collections.abc import Mapping

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.lb_target_group import LbTargetGroup, LbTargetGroupHealthCheck
from constructs import Construct


class TargetGroup(Construct):
    """Tasks by address; one that fails its health check three times gets no more requests."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        vpc_id: str,
        port: int,
        health_path: str,
        deregistration_delay_seconds: int = 30,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """name: at most 32 characters, with the port in it: another port means another group beside this one.

        deregistration_delay_seconds: a task that leaves may finish its requests so long, 0 to 3600.
        tags: what whoever registers targets asks for.
        """
        super().__init__(scope, id_)
        if len(name) > 32:
            raise ValueError(
                f"{name}: a target group's name has at most 32 characters, this one {len(name)}."
            )
        if not 0 <= deregistration_delay_seconds <= 3600:
            raise ValueError(f"deregistration_delay_seconds: {deregistration_delay_seconds}. Use 0 to 3600.")
        group = LbTargetGroup(
            self,
            "Default",
            name=name,
            vpc_id=vpc_id,
            tags=dict(tags) if tags else None,
            port=port,
            protocol="HTTP",
            target_type="ip",
            load_balancing_algorithm_type="least_outstanding_requests",
            deregistration_delay=str(deregistration_delay_seconds),
            health_check=LbTargetGroupHealthCheck(
                enabled=True,
                path=health_path,
                port="traffic-port",
                protocol="HTTP",
                matcher="200",
                interval=15,
                timeout=5,
                healthy_threshold=2,
                unhealthy_threshold=3,
            ),
            # A group in use cannot be deleted: the rules move to the new one first.
            lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
        )
        self.arn = group.arn
        self.arn_suffix = group.arn_suffix
        # For `replace_triggered_by`, which takes references, not values.
        self.arn_reference = f"{group.terraform_resource_type}.{group.friendly_unique_id}.arn"
