"""The role in which a GitHub workflow plans and applies one environment.

Defines: the role, its trust in one GitHub environment of one repository, its rights.
Leaves to the caller: the identity provider and the permissions boundary of the roles that it makes.

What it may do is narrowed in four ways, since a deployer needs every action of the services it deploys:

- by name, where ARNs hold the name that we give (`NAMED`): `<env>-…` and nothing else;
- by region, for services whose ARNs hold ids that AWS chooses (`BY_REGION`);
- by tag: nothing that is tagged with another environment, whatever the name;
- roles: only `<env>-…`, only below the permissions boundary, so that it cannot make itself an administrator.

It reads no secret's value and the state of its own environment alone.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from modules.arn import arn, partition
from modules.names import role_name
from modules.security.github_oidc_provider import AUDIENCE, HOST
from modules.security.policy_document import Statement, allow, deny, document

# Services whose ARNs hold our names, with what stands before `<env>-`.
# Source: "Service Authorization Reference", resource types of each service.
NAMED = {
    "cloudformation": ("stack/",),
    "dynamodb": ("table/",),
    "ecr": ("repository/",),
    "lambda": ("function:",),
    "secretsmanager": ("secret:",),
    "sns": ("",),
    "sqs": ("",),
}
# Services whose resources AWS names by ids, or whose lists and creations name no resource.
BY_REGION = (
    "acm",
    "apigateway",
    "application-autoscaling",
    "backup",
    "backup-storage",
    "budgets",
    "cloudfront",
    "cloudwatch",
    "codedeploy",
    "ec2",
    "ecs",
    "eks",
    "elasticache",
    "elasticloadbalancing",
    "events",
    "kms",
    "logs",
    "rds",
    "route53",
    "scheduler",
    "servicediscovery",
    "wafv2",
)
# What names no resource in the services of NAMED. Source as above, the actions with an empty column of resources.
WITHOUT_NAME = (
    "cloudformation:ValidateTemplate",
    "dynamodb:ListTables",
    "ecr:GetAuthorizationToken",
    "lambda:CreateEventSourceMapping",
    "lambda:DeleteEventSourceMapping",
    "lambda:GetEventSourceMapping",
    "lambda:ListEventSourceMappings",
    "lambda:ListTags",
    "lambda:TagResource",
    "lambda:UntagResource",
    "lambda:UpdateEventSourceMapping",
    "secretsmanager:GetRandomPassword",
    "sns:Unsubscribe",
    "sqs:ListQueues",
    "sts:GetCallerIdentity",
)
# Global services answer from here, and CloudFront's certificates and firewalls live here.
GLOBAL_REGION = "us-east-1"
HOUR_SECONDS = 60 * 60


class DeployRole(Construct):
    """Taken with a token that GitHub gives only to jobs of the named GitHub environment."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        environment: str,
        account: str,
        region: str,
        provider_arn: str,
        github_repository: str,
        github_environment: str,
        boundary_arn: str,
        state_bucket: str,
        state_key_arn: str,
    ) -> None:
        """environment: whose resources it deploys. github_repository: `owner/name`.

        github_environment: which branches may deploy to it, and who has to approve, is set in GitHub (source: "GitHub
        Docs, Managing environments for deployment"). state_bucket: where `<environment>/…` is its own.
        """
        super().__init__(scope, id_)
        role = IamRole(
            self,
            "Default",
            name=name,
            description=f"GitHub deploys {environment}",
            max_session_duration=HOUR_SECONDS,
            assume_role_policy=document(
                [
                    allow(
                        ["sts:AssumeRoleWithWebIdentity"],
                        [],
                        principal={"Federated": provider_arn},
                        condition={
                            "StringEquals": {
                                f"{HOST}:aud": AUDIENCE,
                                f"{HOST}:sub": f"repo:{github_repository}:environment:{github_environment}",
                            }
                        },
                    )
                ]
            ),
        )
        statements = [
            *_services(environment, account, region),
            *_roles(environment, account, region, boundary_arn),
            *_state(environment, region, state_bucket, state_key_arn),
            *_never(environment, state_key_arn),
        ]
        IamRolePolicy(self, "rights", name="rights", role=role.name, policy=document(statements))
        self.arn = role.arn
        self.name = name


def deploy_role_name(environment: str) -> str:
    """Not `<env>-…`: the role must not be one of those that it may change."""
    return role_name("stackyard-deploy", environment)


def deploy_role_arn(environment: str, *, account: str, region: str) -> str:
    """The role's ARN, also for stacks that do not make it."""
    return f"arn:{partition(region)}:iam::{account}:role/{deploy_role_name(environment)}"


def _services(environment: str, account: str, region: str) -> list[Statement]:
    here = {"StringEquals": {"aws:RequestedRegion": sorted({region, GLOBAL_REGION})}}
    named = [
        arn(service, "*", account, f"{kind}{environment}-*")
        for service, kinds in NAMED.items()
        for kind in kinds
    ]
    return [
        allow([f"{service}:*" for service in NAMED], named, sid="ByName", condition=here),
        allow(
            ["s3:*"],
            [
                f"arn:{partition(region)}:s3:::{environment}-*",
                f"arn:{partition(region)}:s3:::{environment}-*/*",
            ],
            sid="Buckets",
        ),
        allow(WITHOUT_NAME, ["*"], sid="WithoutName", condition=here),
        allow([f"{service}:*" for service in BY_REGION], ["*"], sid="ByRegion", condition=here),
    ]


def _roles(environment: str, account: str, region: str, boundary_arn: str) -> list[Statement]:
    roles = f"arn:{partition(region)}:iam::{account}:role/{environment}-*"
    return [
        allow(
            [
                "iam:AttachRolePolicy",
                "iam:CreateRole",
                "iam:DeleteRolePolicy",
                "iam:DetachRolePolicy",
                "iam:PutRolePermissionsBoundary",
                "iam:PutRolePolicy",
            ],
            [roles],
            sid="RolesBelowTheBoundary",
            condition={"StringEquals": {"iam:PermissionsBoundary": boundary_arn}},
        ),
        allow(
            [
                "iam:DeleteRole",
                "iam:GetRole",
                "iam:GetRolePolicy",
                "iam:ListAttachedRolePolicies",
                "iam:ListInstanceProfilesForRole",
                "iam:ListRolePolicies",
                "iam:ListRoleTags",
                "iam:PassRole",
                "iam:TagRole",
                "iam:UntagRole",
                "iam:UpdateAssumeRolePolicy",
                "iam:UpdateRole",
            ],
            [roles],
            sid="RolesOfThisEnvironment",
        ),
        # Source: "IAM User Guide, Create a service-linked role": the service, not the caller, chooses its rights.
        allow(
            ["iam:CreateServiceLinkedRole"],
            [f"arn:{partition(region)}:iam::{account}:role/aws-service-role/*"],
            sid="ServiceLinkedRoles",
        ),
        # EKS clusters whose pods run on Fargate give them roles by tokens of their own.
        allow(
            [
                "iam:CreateOpenIDConnectProvider",
                "iam:DeleteOpenIDConnectProvider",
                "iam:GetOpenIDConnectProvider",
                "iam:TagOpenIDConnectProvider",
                "iam:UntagOpenIDConnectProvider",
                "iam:UpdateOpenIDConnectProviderThumbprint",
            ],
            [f"arn:{partition(region)}:iam::{account}:oidc-provider/oidc.eks.{region}.amazonaws.com/*"],
            sid="IssuersOfClusters",
        ),
    ]


def _state(environment: str, region: str, bucket: str, key_arn: str) -> list[Statement]:
    """Source: "Terraform, Backend type: s3, S3 bucket permissions" (with use_lockfile)."""
    bucket_arn = f"arn:{partition(region)}:s3:::{bucket}"
    return [
        allow(
            ["s3:ListBucket"],
            [bucket_arn],
            sid="StateList",
            condition={"StringLike": {"s3:prefix": f"{environment}/*"}},
        ),
        allow(
            ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
            [f"{bucket_arn}/{environment}/*"],
            sid="State",
        ),
        allow(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], [key_arn], sid="StateKey"),
    ]


def _never(environment: str, state_key_arn: str) -> list[Statement]:
    return [
        deny(["secretsmanager:GetSecretValue"], ["*"], sid="NoSecretValues"),
        # The state's key is shared by the environments of the account, and changed by people alone.
        deny(
            ["kms:DisableKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"],
            [state_key_arn],
            sid="StateKeyStays",
        ),
        deny(
            ["*"],
            ["*"],
            sid="OtherEnvironments",
            condition={
                "Null": {"aws:ResourceTag/Environment": "false"},
                "StringNotEquals": {"aws:ResourceTag/Environment": environment},
            },
        ),
    ]
