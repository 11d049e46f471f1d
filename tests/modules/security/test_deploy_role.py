from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from cdktf import TerraformStack

from modules.security.deploy_role import DeployRole
from tests.modules.synthesised import ACCOUNT, REGION, synthesise

BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/dev-boundary"


def a_deploy_role(stack: TerraformStack) -> DeployRole:
    return DeployRole(
        stack,
        "role",
        name="stackyard-deploy-dev",
        environment="dev",
        account=ACCOUNT,
        region=REGION,
        provider_arn="arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
        github_repository="example/shop",
        github_environment="dev",
        boundary_arn=BOUNDARY,
        state_bucket="states",
        state_key_arn="arn:aws:kms:eu-west-1:111111111111:key/1",
    )


def statements() -> list[dict[str, Any]]:
    return synthesise(a_deploy_role).policy("aws_iam_role_policy")


def allowing(action: str) -> list[dict[str, Any]]:
    """The statements that allow `action`."""
    return [
        one
        for one in statements()
        if one["Effect"] == "Allow" and any(fnmatchcase(action, pattern) for pattern in one["Action"])
    ]


def test_only_jobs_of_one_github_environment_of_one_repository_take_it() -> None:
    (trust,) = synthesise(a_deploy_role).policy("aws_iam_role", key="assume_role_policy")

    assert trust["Condition"] == {
        "StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": "repo:example/shop:environment:dev",
        }
    }


def test_no_statement_allows_every_action() -> None:
    assert not [one for one in statements() if one["Effect"] == "Allow" and "*" in one["Action"]]


def test_it_makes_and_changes_roles_of_its_environment_below_the_boundary_only() -> None:
    for action in ("iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"):
        (statement,) = allowing(action)
        assert statement["Resource"] == [f"arn:aws:iam::{ACCOUNT}:role/dev-*"]
        assert statement["Condition"] == {"StringEquals": {"iam:PermissionsBoundary": BOUNDARY}}


def test_it_cannot_change_itself_nor_the_boundary() -> None:
    roles = {resource for one in allowing("iam:UpdateAssumeRolePolicy") for resource in one["Resource"]}

    assert not any(fnmatchcase(f"arn:aws:iam::{ACCOUNT}:role/stackyard-deploy-dev", role) for role in roles)
    assert not allowing("iam:CreatePolicyVersion")
    assert not allowing("iam:DeleteRolePermissionsBoundary")


def test_it_reads_and_writes_the_states_of_its_own_environment() -> None:
    objects = {
        resource
        for action in ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
        for one in allowing(action)
        for resource in one["Resource"]
        if "states" in resource
    }

    assert objects == {"arn:aws:s3:::states/dev/*"}


def test_it_reads_no_secret_and_touches_nothing_of_another_environment() -> None:
    denied = {one["Sid"]: one for one in statements() if one["Effect"] == "Deny"}

    assert denied["NoSecretValues"]["Action"] == ["secretsmanager:GetSecretValue"]
    assert denied["OtherEnvironments"]["Condition"] == {
        "Null": {"aws:ResourceTag/Environment": "false"},
        "StringNotEquals": {"aws:ResourceTag/Environment": "dev"},
    }


def test_everything_stays_in_the_region_but_what_aws_runs_from_us_east_1() -> None:
    for action in ("ec2:CreateVpc", "rds:CreateDBInstance", "cloudfront:CreateDistribution"):
        (statement,) = allowing(action)
        assert statement["Condition"] == {
            "StringEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]},
        }


def test_its_rights_fit_into_an_inline_policy() -> None:
    # Source: "IAM User Guide, IAM and AWS STS quotas": 10,240 characters in all inline policies of a role.
    assert len(synthesise(a_deploy_role).only("aws_iam_role_policy")["policy"]) <= 10_240
