"""Target group with one member: a function.

Defines: the group; with a function, the load balancer's right to invoke it and the membership.
Leaves to the caller: listener rules that send requests here, the function's alias.
"""

from __future__ import annotations

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.lambda_permission import LambdaPermission
from cdktf_cdktf_provider_aws.lb_target_group import LbTargetGroup, LbTargetGroupHealthCheck
from cdktf_cdktf_provider_aws.lb_target_group_attachment import LbTargetGroupAttachment
from constructs import Construct

from modules.compute.function_alias import FunctionAlias


class FunctionTargetGroup(Construct):
    """Answers 503 until a function is attached. A request's body, and an answer, have 1 MB at the most.

    Source: "Application Load Balancers, Use Lambda functions as targets".
    """

    def __init__(self, scope: Construct, id_: str, *, name: str, load_balancer: str) -> None:
        """name: at most 32 characters. load_balancer: which one, in a word; a group belongs to one alone."""
        super().__init__(scope, id_)
        if len(name) > 32:
            raise ValueError(
                f"{name}: a target group's name has at most 32 characters, this one {len(name)}."
            )
        self._load_balancer = load_balancer
        group = LbTargetGroup(
            self,
            "Default",
            name=name,
            target_type="lambda",
            # Without it, of two cookies that an answer sets the browser gets one.
            lambda_multi_value_headers_enabled=True,
            # Lambda replaces what fails by itself, and each check would be an invocation to pay.
            health_check=LbTargetGroupHealthCheck(enabled=False),
            lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
        )
        self.arn = group.arn
        self.arn_suffix = group.arn_suffix

    def attach(self, alias: FunctionAlias) -> None:
        """Send the requests to a function."""
        permission = LambdaPermission(
            self,
            "invoke",
            statement_id=f"load-balancer-{self._load_balancer}",
            action="lambda:InvokeFunction",
            function_name=alias.function_name,
            qualifier=alias.name,
            principal="elasticloadbalancing.amazonaws.com",
            source_arn=self.arn,
            depends_on=alias.dependencies,
        )
        LbTargetGroupAttachment(
            self, "member", target_group_arn=self.arn, target_id=alias.arn, depends_on=[permission]
        )
