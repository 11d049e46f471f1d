from __future__ import annotations

from modules.kubernetes.access_entry import AdministratorEntry
from tests.modules.synthesised import synthesise

ROLE = "arn:aws:iam::111111111111:role/platform"


def test_a_role_administers_the_whole_cluster() -> None:
    made = synthesise(
        lambda stack: AdministratorEntry(stack, "platform", cluster="dev", role_arn=ROLE, region="eu-west-1")
    )

    association = made.only("aws_eks_access_policy_association")
    assert made.only("aws_eks_access_entry")["principal_arn"] == ROLE
    assert association["access_scope"] == {"type": "cluster"}
    assert association["policy_arn"] == "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
