from __future__ import annotations

from typing import Any

import pytest
from cdktf import TerraformStack

from modules.kubernetes.cluster import EksCluster
from modules.kubernetes.node_role import NodeRole
from tests.modules.synthesised import ACCOUNT, REGION, Resources, a_key, synthesise


def a_cluster(*, nodes: bool = True, **changes: Any) -> Resources:
    def build(stack: TerraformStack) -> None:
        role = NodeRole(stack, "nodes", name="dev-nodes", kind="auto", region=REGION) if nodes else None
        given: dict[str, Any] = {
            "name": "dev",
            "version": "1.35",
            "account": ACCOUNT,
            "region": REGION,
            "role_name": "dev-control-plane",
            "node_role": role,
            "subnet_ids": ["subnet-1", "subnet-2"],
            "log_retention_days": 14,
            "key": a_key(stack),
            "protect": False,
        }
        EksCluster(stack, "cluster", **{**given, **changes})

    return synthesise(build)


def test_the_control_plane_logs_everything_to_a_group_with_key_and_end() -> None:
    made = a_cluster()

    group = made.only("aws_cloudwatch_log_group")
    cluster = made.only("aws_eks_cluster")
    assert group["name"] == "/aws/eks/dev/cluster"
    assert group["retention_in_days"] == 14
    assert cluster["enabled_cluster_log_types"] == [
        "api",
        "audit",
        "authenticator",
        "controllerManager",
        "scheduler",
    ]
    assert any(one.startswith("aws_cloudwatch_log_group.") for one in cluster["depends_on"])


def test_secrets_are_encrypted_with_our_key_which_the_cluster_alone_may_use_for_it() -> None:
    made = a_cluster()

    (encryption,) = [made.only("aws_eks_cluster")["encryption_config"]]
    (rights,) = made.policy("aws_iam_role_policy")
    assert encryption["provider"]["key_arn"] == rights["Resource"][0] == "${aws_kms_key.key.arn}"


def test_the_role_of_the_cluster_is_for_this_cluster() -> None:
    made = a_cluster()

    (trust,) = made.policy("aws_iam_role", "cluster_role_7E4D8788", key="assume_role_policy")
    assert trust["Principal"] == {"Service": "eks.amazonaws.com"}
    assert trust["Condition"]["ArnLike"] == {"aws:SourceArn": f"arn:aws:eks:{REGION}:{ACCOUNT}:cluster/dev"}


@pytest.mark.parametrize(("nodes", "pools"), [(True, ["general-purpose", "system"]), (False, None)])
def test_auto_mode_makes_nodes_where_they_have_a_role_and_balances_loads_in_any_case(
    nodes: bool, pools: list[str] | None
) -> None:
    cluster = a_cluster(nodes=nodes).only("aws_eks_cluster")

    assert cluster["compute_config"].get("node_pools") == pools
    assert cluster["compute_config"]["enabled"] is True
    assert cluster["kubernetes_network_config"]["elastic_load_balancing"] == {"enabled": True}
    assert cluster["storage_config"]["block_storage"] == {"enabled": True}


@pytest.mark.parametrize("support", ["standard", "extended"])
def test_what_happens_at_the_end_of_support_is_chosen(support: str) -> None:
    cluster = a_cluster(support=support).only("aws_eks_cluster")

    assert cluster["upgrade_policy"] == {"support_type": support.upper()}


def test_ranges_open_the_api_and_it_stays_reachable_from_inside() -> None:
    vpc = a_cluster(public_access_cidrs=["203.0.113.0/24"]).only("aws_eks_cluster")["vpc_config"]

    assert (vpc["endpoint_public_access"], vpc["endpoint_private_access"]) == (True, True)
    assert vpc["public_access_cidrs"] == ["203.0.113.0/24"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": "1.28"}, "EKS does not support Kubernetes 1.28"),
        ({"name": "a" * 101}, "a cluster's name has at most 100 characters, this one 101"),
    ],
)
def test_what_eks_would_refuse_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        a_cluster(**changes)
