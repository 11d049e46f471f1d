"""How requests move to a new version of a function: at once, a share first, or share by share.

Defines: CodeDeploy's application and deployment group, the pace, the role in which it moves the alias.
Leaves to the caller: the alias (`FunctionAlias`), the alarms that take a deployment back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.codedeploy_app import CodedeployApp
from cdktf_cdktf_provider_aws.codedeploy_deployment_config import (
    CodedeployDeploymentConfig,
    CodedeployDeploymentConfigTrafficRoutingConfig,
    CodedeployDeploymentConfigTrafficRoutingConfigTimeBasedCanary,
    CodedeployDeploymentConfigTrafficRoutingConfigTimeBasedLinear,
)
from cdktf_cdktf_provider_aws.codedeploy_deployment_group import (
    CodedeployDeploymentGroup,
    CodedeployDeploymentGroupAlarmConfiguration,
    CodedeployDeploymentGroupAutoRollbackConfiguration,
    CodedeployDeploymentGroupDeploymentStyle,
)
from constructs import Construct

from modules.arn import arn
from modules.security.policy_document import allow
from modules.security.role import Role
from modules.security.trust import service_trust

# Source: "AWS CodeDeploy User Guide, Predefined deployment configurations for an AWS Lambda compute platform".
ALL_AT_ONCE = "CodeDeployDefault.LambdaAllAtOnce"
# 48 hours between the first and the last move of requests. Source: "AWS CodeDeploy User Guide, CodeDeploy quotas", AWS
# Lambda deployment run in hours: 50, of which two are for hooks, and no request raises them.
LONGEST_MINUTES = 48 * 60
# What publishing, moving the alias and taking it back need beside the minutes of the pace.
AROUND_MINUTES = 30


@dataclass(frozen=True)
class Pace:
    """at_once: all requests. canary: `percent` of them for `minutes`, then all. linear: `percent` every `minutes`."""

    kind: Literal["at_once", "canary", "linear"]
    percent: int = 100
    minutes: int = 0

    @property
    def total_minutes(self) -> int:
        """Minutes between the first and the last move."""
        if self.kind == "at_once":
            return 0
        moves = 1 if self.kind == "canary" else -(-100 // self.percent) - 1
        return moves * self.minutes


class FunctionDeployment(Construct):
    """Stops and takes back when it fails, when an alarm goes off, or when a person stops it."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        role_name: str,
        account: str,
        region: str,
        function_arn: str,
        pace: Pace,
        alarm_names: Sequence[str],
        depends_on: Sequence[ITerraformDependable],
    ) -> None:
        """alarm_names: each takes a deployment back; depends_on: those alarms, where they are made in this stack.

        Raises ValueError for a pace that CodeDeploy refuses.
        """
        super().__init__(scope, id_)
        if pace.kind != "at_once" and not (1 <= pace.percent <= 99 and pace.minutes >= 1):
            raise ValueError(
                f"pace: {pace.percent} percent every {pace.minutes} minutes. Use 1 to 99, 1 or more."
            )
        if pace.total_minutes > LONGEST_MINUTES:
            raise ValueError(
                f"pace: {pace.total_minutes} minutes between the moves. Use {LONGEST_MINUTES} at the most."
            )
        role = self._role(role_name, name, account, region, function_arn)
        application = CodedeployApp(self, "Default", name=name, compute_platform="Lambda")
        group = CodedeployDeploymentGroup(
            self,
            "group",
            app_name=application.name,
            deployment_group_name=name,
            service_role_arn=role.arn,
            deployment_config_name=self._configuration(name, pace),
            deployment_style=CodedeployDeploymentGroupDeploymentStyle(
                deployment_option="WITH_TRAFFIC_CONTROL", deployment_type="BLUE_GREEN"
            ),
            alarm_configuration=CodedeployDeploymentGroupAlarmConfiguration(
                enabled=bool(alarm_names), alarms=list(alarm_names)
            )
            if alarm_names
            else None,
            auto_rollback_configuration=CodedeployDeploymentGroupAutoRollbackConfiguration(
                enabled=True,
                events=["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"]
                if alarm_names
                else ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST"],
            ),
            depends_on=[*depends_on, *role.dependencies],
        )
        self.application = self.group = name
        self.longest_minutes = pace.total_minutes + AROUND_MINUTES
        self.dependencies: list[ITerraformDependable] = [group]

    def _configuration(self, name: str, pace: Pace) -> str:
        if pace.kind == "at_once":
            return ALL_AT_ONCE
        # A configuration never changes, so its name says what it is: another pace is another one.
        made = CodedeployDeploymentConfig(
            self,
            "pace",
            deployment_config_name=f"{name}-{pace.kind}-{pace.percent}-percent-{pace.minutes}-minutes",
            compute_platform="Lambda",
            traffic_routing_config=_routing(pace),
            lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
        )
        return made.deployment_config_name

    def _role(self, role_name: str, name: str, account: str, region: str, function_arn: str) -> Role:
        """Source: the managed policy AWSCodeDeployRoleForLambdaLimited, without notices and hooks."""
        role = Role(
            self,
            "role",
            name=role_name,
            description="What CodeDeploy may do to move the alias",
            trust=service_trust(
                "codedeploy.amazonaws.com",
                account=account,
                source_arn=arn("codedeploy", region, account, f"deploymentgroup:{name}/{name}"),
            ),
        )
        role.allow(
            allow(
                ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"],
                [function_arn, f"{function_arn}:*"],
            ),
            # A list of alarms is checked against all of them, whichever are asked for.
            allow(["cloudwatch:DescribeAlarms"], [arn("cloudwatch", region, account, "alarm:*")]),
        )
        return role


def _routing(pace: Pace) -> CodedeployDeploymentConfigTrafficRoutingConfig:
    if pace.kind == "canary":
        return CodedeployDeploymentConfigTrafficRoutingConfig(
            type="TimeBasedCanary",
            time_based_canary=CodedeployDeploymentConfigTrafficRoutingConfigTimeBasedCanary(
                interval=pace.minutes, percentage=pace.percent
            ),
        )
    return CodedeployDeploymentConfigTrafficRoutingConfig(
        type="TimeBasedLinear",
        time_based_linear=CodedeployDeploymentConfigTrafficRoutingConfigTimeBasedLinear(
            interval=pace.minutes, percentage=pace.percent
        ),
    )
