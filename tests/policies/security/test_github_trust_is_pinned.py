from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]

POLICY = "YARD_IAM_6"
GITHUB = "token.actions.githubusercontent.com"
PINNED = "repo:shop/stackyard:environment:prod"


def role(comparisons: dict[str, Any]) -> dict[str, Any]:
    trust = {
        "Effect": "Allow",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": f"arn:aws:iam::111111111111:oidc-provider/{GITHUB}"},
        "Condition": comparisons,
    }
    return {"aws_iam_role": {"deploy": {"assume_role_policy": json.dumps({"Statement": [trust]})}}}


def equals(subject: object, audience: str = "sts.amazonaws.com") -> dict[str, Any]:
    return {"StringEquals": {f"{GITHUB}:aud": audience, f"{GITHUB}:sub": subject}}


@pytest.mark.parametrize("subject", [PINNED, [PINNED, "repo:shop/other:environment:prod"]])
def test_an_environment_of_a_repository_passes(failures: Failures, subject: object) -> None:
    assert failures(POLICY, resource=role(equals(subject))) == []


@pytest.mark.parametrize(
    "comparisons",
    [
        {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}},
        {"StringEquals": {f"{GITHUB}:sub": PINNED}},
        equals(PINNED, audience="somebody"),
        equals("repo:shop/*:environment:prod"),
        equals("repo:shop/stackyard:ref:refs/heads/main"),
        equals("repo:shop/stackyard:pull_request"),
        equals([PINNED, "repo:shop/stackyard:*"]),
        {
            "StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"},
            "StringLike": {f"{GITHUB}:sub": "repo:shop/*"},
        },
    ],
)
def test_anything_looser_fails(failures: Failures, comparisons: dict[str, Any]) -> None:
    assert failures(POLICY, resource=role(comparisons)) == ["dev-example: aws_iam_role.deploy"]


def test_a_role_that_does_not_trust_github_is_not_judged(failures: Failures) -> None:
    trust = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": "ecs-tasks.amazonaws.com"},
    }
    task = {"aws_iam_role": {"task": {"assume_role_policy": json.dumps({"Statement": [trust]})}}}

    assert failures(POLICY, resource=task) == []


@pytest.mark.parametrize(("stack", "judged"), [("dev-cluster", False), ("state", True)])
def test_the_provider_of_the_cluster_is_not_githubs(failures: Failures, stack: str, judged: bool) -> None:
    place = f"data.terraform_remote_state.cross-stack-reference-input-{stack}.outputs"
    trust = {
        "Effect": "Allow",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {
            "Federated": f"${{{place}.cross-stack-output-aws_iam_openid_connect_providerissuerarn}}"
        },
        "Condition": {"StringEquals": {"oidc.eks.example.com:sub": "system:serviceaccount:shop:shop"}},
    }
    resource = {"aws_iam_role": {"task": {"assume_role_policy": json.dumps({"Statement": [trust]})}}}

    assert bool(failures(POLICY, resource=resource)) is judged
