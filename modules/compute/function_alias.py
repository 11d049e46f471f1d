"""The alias that callers of a function use, moved from version to version by CodeDeploy.

Defines: a CloudFormation stack with the alias, and nothing else.
Leaves to the caller: the function, how fast requests move (`FunctionDeployment`).

Why a stack within Terraform: an alias of Terraform's moves at once, and hashicorp/aws has no resource that starts a
deployment of CodeDeploy. CloudFormation's update policy does: it starts the deployment, waits for it, and takes the
update back with it. So one apply publishes, moves, waits, and fails where CodeDeploy rolled back.
Source: "AWS CloudFormation User Guide, UpdatePolicy attribute, CodeDeployLambdaAliasUpdate".
"""

from __future__ import annotations

import json
from typing import Any

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.cloudformation_stack import CloudformationStack, CloudformationStackTimeouts
from constructs import Construct

from modules.compute.function import Function
from modules.compute.function_deployment import FunctionDeployment

ALIAS = "live"


class FunctionAlias(Construct):
    """`live`: the version that answers, or two of them while requests move."""

    def __init__(
        self, scope: Construct, id_: str, *, function: Function, deployment: FunctionDeployment
    ) -> None:
        super().__init__(scope, id_)
        self.name = ALIAS
        self.function_name = function.name
        self.arn = f"{function.arn}:{ALIAS}"
        self._stack = CloudformationStack(
            self,
            "Default",
            name=f"{function.name}-{ALIAS}",
            template_body=json.dumps(_template(function.name, deployment), separators=(",", ":")),
            parameters={"Version": function.version},
            # A stack whose first creation failed can only be deleted.
            on_failure="DELETE",
            timeouts=CloudformationStackTimeouts(update=f"{deployment.longest_minutes}m"),
            depends_on=[*function.dependencies, *deployment.dependencies],
        )

    @property
    def dependencies(self) -> list[ITerraformDependable]:
        """The alias, for what names it by its ARN."""
        return [self._stack]


def _template(function_name: str, deployment: FunctionDeployment) -> dict[str, Any]:
    return {
        "Description": f"The alias {ALIAS} of {function_name}, moved by CodeDeploy",
        "Parameters": {"Version": {"Type": "String"}},
        "Resources": {
            "Alias": {
                "Type": "AWS::Lambda::Alias",
                "Properties": {
                    "FunctionName": function_name,
                    "FunctionVersion": {"Ref": "Version"},
                    "Name": ALIAS,
                },
                "UpdatePolicy": {
                    "CodeDeployLambdaAliasUpdate": {
                        "ApplicationName": deployment.application,
                        "DeploymentGroupName": deployment.group,
                    }
                },
            }
        },
    }
