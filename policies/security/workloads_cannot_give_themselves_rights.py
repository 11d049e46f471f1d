"""Code that serves requests cannot widen its own rights.

Checks the rights of roles that a compute service takes (ECS tasks, Lambda, EC2, EKS pods), and of policies whose
role is not in the stack, for the actions that lead to other rights: attaching and writing policies, passing a role
to something new, taking another role, making credentials.
Why: with one of them, whoever takes over the service takes over the account.

Bad:  task role: Action = ["iam:PassRole"]
Good: task role: Action = ["dynamodb:GetItem"]; roles are passed by whoever applies the stack
"""

from __future__ import annotations

from policies.documents import any_grants, statements
from policies.policy import scalars
from policies.resource_policy import ResourcePolicy
from policies.rights import KEYS, KINDS, rights_in
from policies.stack import Resource

COMPUTE = frozenset(
    {"ecs-tasks.amazonaws.com", "lambda.amazonaws.com", "ec2.amazonaws.com", "pods.eks.amazonaws.com"}
)
# Sources: "IAM User Guide, Grant a user permissions to pass a role to an AWS service", "Service Authorization
# Reference, AWS Identity and Access Management" (access level Permissions management), "AWS STS".
ESCALATIONS = (
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreatePolicyVersion",
    "iam:CreateRole",
    "iam:CreateUser",
    "iam:DeleteRolePermissionsBoundary",
    "iam:PassRole",
    "iam:PutGroupPolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile",
    "kms:CreateGrant",
    "kms:PutKeyPolicy",
    "dynamodb:PutResourcePolicy",
    "ecr:SetRepositoryPolicy",
    "events:PutPermission",
    "lambda:AddPermission",
    "lambda:UpdateFunctionCode",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutObjectAcl",
    "secretsmanager:PutResourcePolicy",
    "sns:AddPermission",
    "sqs:AddPermission",
    "ssm:SendCommand",
    "ssm:StartSession",
    "ecs:ExecuteCommand",
    "ecs:RegisterTaskDefinition",
    "sts:AssumeRole",
    "sts:AssumeRoleWithWebIdentity",
    "sts:GetFederationToken",
)


class WorkloadsCannotGiveThemselvesRights(ResourcePolicy):
    """Fails where a workload's role is allowed an action that leads to further rights."""

    identifier = "YARD_IAM_3"
    title = "Code that serves requests cannot widen its own rights"
    severity_level = "critical"
    why = "Whoever takes over the service could give himself the rights of an administrator."
    fix = "Take the iam, sts and code-changing actions out of the role; whoever applies the stack needs them, not it."
    page = (
        "AWS Well-Architected Framework, SEC03-BP02 Grant least privilege access and SEC03-BP05 Define permission"
        " guardrails for your organization; AWS Foundational Security Best Practices, IAM.1"
    )
    resources = KINDS
    keys = KEYS

    def holds(self, resource: Resource) -> bool | None:
        """True where no such action is allowed; None for the role of something else, such as a pipeline."""
        rights = rights_in(resource)
        if rights is None or self._is_for_something_else(resource):
            return None
        return any_grants(rights, ESCALATIONS) is None

    def _is_for_something_else(self, resource: Resource) -> bool:
        roles = [
            role
            for role in self.stack.resources("aws_iam_role")
            if role.address == resource.address or role.is_meant_by(resource.arguments.raw("role"))
        ]
        takers = {
            taker
            for role in roles
            for statement in statements(role.arguments.raw("assume_role_policy"))
            for who in statement.principals.values()
            for taker in scalars(list(who))
        }
        return bool(takers) and not takers & COMPUTE and "*" not in takers


check = WorkloadsCannotGiveThemselvesRights()
