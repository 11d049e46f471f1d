"""The most that any role of an environment can be allowed, whatever its own policy says.

Defines: the managed policy that roles name as their permissions boundary.
Leaves to the caller: naming it in each role; a deploy role can make no role without it (`DeployRole`).
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from constructs import Construct

from modules.arn import partition
from modules.security.policy_document import Statement, allow, document

# What would let a workload change who may do what, or the account itself.
NEVER = ("account:*", "iam:*", "organizations:*", "sso:*", "sso-admin:*")


class PermissionsBoundary(Construct):
    """Roles below it can use services, never IAM: what a workload is given, it cannot widen.

    Source: "IAM User Guide, Permissions boundaries for IAM entities".
    """

    def __init__(self, scope: Construct, id_: str, *, environment: str, account: str, region: str) -> None:
        super().__init__(scope, id_)
        self._policy = IamPolicy(
            self,
            "Default",
            name=boundary_name(environment),
            description=f"The most that a role of {environment} can be allowed",
            policy=document(_statements(environment, account, region)),
        )
        self.arn = boundary_arn(environment, account=account, region=region)


def boundary_name(environment: str) -> str:
    """The policy's name; an environment's name has 10 characters at the most, a policy's 128."""
    return f"{environment}-boundary"


def boundary_arn(environment: str, *, account: str, region: str) -> str:
    """The policy's ARN, also for stacks that do not make it."""
    return f"arn:{partition(region)}:iam::{account}:policy/{boundary_name(environment)}"


def _statements(environment: str, account: str, region: str) -> list[Statement]:
    everything_else: Statement = {
        "Sid": "ServicesWithinTheirOwnPolicies",
        "Effect": "Allow",
        "NotAction": list(NEVER),
        "Resource": ["*"],
    }
    roles = f"arn:{partition(region)}:iam::{account}:role/{environment}-*"
    # EKS Auto Mode gives the nodes that it makes a role of this environment, in profiles of these names. Source: "AWS
    # managed policies for Amazon EKS, AmazonEKSComputePolicy".
    profiles = f"arn:{partition(region)}:iam::{account}:instance-profile/eks*"
    return [
        everything_else,
        allow(["iam:PassRole"], [roles], sid="RolesOfThisEnvironment"),
        allow(
            ["iam:AddRoleToInstanceProfile", "iam:CreateInstanceProfile", "iam:TagInstanceProfile"],
            [profiles],
            sid="NodesOfEksAutoMode",
        ),
    ]
