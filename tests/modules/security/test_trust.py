from __future__ import annotations

from modules.security.trust import pod_identity_trust, service_account_trust, service_trust
from tests.modules.synthesised import ACCOUNT, REGION

CLUSTER = f"arn:aws:eks:{REGION}:{ACCOUNT}:cluster/dev"
ISSUER = f"oidc.eks.{REGION}.amazonaws.com/id/0123"


def test_a_service_that_tags_its_sessions_may_do_so() -> None:
    trust = service_trust("eks.amazonaws.com", account=ACCOUNT, source_arn=CLUSTER, session_tags=True)

    assert trust["Action"] == ["sts:AssumeRole", "sts:TagSession"]


def test_pods_are_known_by_cluster_namespace_and_service_account() -> None:
    trust = pod_identity_trust(CLUSTER, namespace="shop", service_account="shop")

    assert trust["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert trust["Condition"]["StringEquals"] == {
        "aws:RequestTag/eks-cluster-arn": CLUSTER,
        "aws:RequestTag/kubernetes-namespace": "shop",
        "aws:RequestTag/kubernetes-service-account": "shop",
    }


def test_a_token_is_taken_for_one_service_account_and_aws_alone() -> None:
    provider = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}"

    trust = service_account_trust(provider, ISSUER, namespace="shop", service_account="shop")

    assert trust["Action"] == ["sts:AssumeRoleWithWebIdentity"]
    assert trust["Condition"]["StringEquals"] == {
        f"{ISSUER}:aud": "sts.amazonaws.com",
        f"{ISSUER}:sub": "system:serviceaccount:shop:shop",
    }
