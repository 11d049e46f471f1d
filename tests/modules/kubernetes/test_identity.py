from __future__ import annotations

from cdktf import TerraformStack

from modules.kubernetes.pod_identity import PodIdentity
from modules.kubernetes.service_account_issuer import ServiceAccountIssuer
from tests.modules.synthesised import a_role, synthesise


def test_pods_of_one_service_account_take_one_role() -> None:
    def build(stack: TerraformStack) -> None:
        PodIdentity(
            stack, "identity", cluster="dev", namespace="shop", service_account="shop", role=a_role(stack)
        )

    association = synthesise(build).only("aws_eks_pod_identity_association")

    assert association["role_arn"] == "${aws_iam_role.role.arn}"
    assert (association["cluster_name"], association["namespace"]) == ("dev", "shop")


def test_the_issuer_of_a_cluster_is_trusted_for_aws_alone() -> None:
    made = synthesise(lambda stack: ServiceAccountIssuer(stack, "issuer", issuer="https://oidc.eks/id/1"))

    assert made.only("aws_iam_openid_connect_provider")["client_id_list"] == ["sts.amazonaws.com"]
    (host,) = made.document["locals"].values()
    assert host == '${replace("https://oidc.eks/id/1", "https://", "")}'
