"""No role gets a ready-made policy of AWS that was not reviewed.

Checks that what is attached is on the list of reviewed ones, or a policy of this account that a stack makes: one that
is looked up by name could be any.
Why: AdministratorAccess, PowerUserAccess and most `…FullAccess` policies are wider than any service needs, and AWS
widens them without asking.

Bad:  resource "aws_iam_role_policy_attachment" "task" { policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess" }
Good: an inline policy with the actions and the ARNs that the code uses
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

READY_MADE = ":iam::aws:policy/"
OUR_OWN = "aws_iam_policy."
# Narrow ones that AWS keeps in step with what its own agents call.
REVIEWED = frozenset(
    {
        "service-role/AmazonECSTaskExecutionRolePolicy",
        "service-role/AmazonRDSEnhancedMonitoringRole",
        "service-role/AWSLambdaBasicExecutionRole",
        "service-role/AWSLambdaVPCAccessExecutionRole",
        "service-role/AWSBackupServiceRolePolicyForBackup",
        "AWSBackupServiceRolePolicyForS3Backup",
        "AmazonEC2ContainerRegistryPullOnly",
        "AmazonEKS_CNI_Policy",
        "AmazonEKSBlockStoragePolicy",
        "AmazonEKSClusterPolicy",
        "AmazonEKSComputePolicy",
        "AmazonEKSFargatePodExecutionRolePolicy",
        "AmazonEKSLoadBalancingPolicy",
        "AmazonEKSNetworkingPolicy",
        "AmazonEKSVPCResourceController",
        "AmazonEKSWorkerNodeMinimalPolicy",
        "AmazonEKSWorkerNodePolicy",
    }
)


class RolesHaveNoReadyMadeAdministrator(ResourcePolicy):
    """Fails where a policy that AWS manages is attached and is not on the reviewed list."""

    identifier = "YARD_IAM_5"
    title = "No role gets a ready-made policy of AWS that was not reviewed"
    severity_level = "high"
    why = "Ready-made policies are wider than any service needs, and AWS widens them without asking."
    fix = "Write a policy with the actions and resources that are needed."
    page = (
        "AWS Foundational Security Best Practices, IAM.1; CIS AWS Foundations Benchmark, Ensure IAM policies that"
        " allow full administrative privileges are not attached"
    )
    resources = (
        "aws_iam_role",
        "aws_iam_role_policy_attachment",
        "aws_iam_policy_attachment",
        "aws_iam_role_policy_attachments_exclusive",
        "aws_iam_user_policy_attachment",
        "aws_iam_group_policy_attachment",
        "aws_ssoadmin_managed_policy_attachment",
    )
    keys = ("policy_arn", "managed_policy_arns")

    def holds(self, resource: Resource) -> bool:
        """True where each attached policy is our own or reviewed."""
        arguments = resource.arguments
        attached = [
            *arguments.all("policy_arn"),
            *arguments.all("managed_policy_arns"),
            *arguments.all("policy_arns"),
            *arguments.all("managed_policy_arn"),
        ]
        return all(_is_known(str(arn), self.stack.account) for arn in attached)


def _is_known(arn: str, account: str) -> bool:
    """Whether a policy is reviewed, or one of our own, which the rules about rights judge where it is made."""
    if READY_MADE in arn:
        return arn.split(READY_MADE)[1] in REVIEWED
    if arn.startswith("arn:"):
        return bool(account) and f":iam::{account}:policy/" in arn
    return OUR_OWN in arn and "data." not in arn


check = RolesHaveNoReadyMadeAdministrator()
