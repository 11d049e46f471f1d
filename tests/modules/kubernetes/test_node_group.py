from __future__ import annotations

from typing import Any

import pytest
from cdktf import TerraformStack

from modules.kubernetes.node_group import NodeGroup
from modules.kubernetes.node_role import NodeRole
from tests.modules.synthesised import REGION, Resources, synthesise


def a_group(**changes: Any) -> Resources:
    def build(stack: TerraformStack) -> None:
        given: dict[str, Any] = {
            "name": "dev-nodes",
            "cluster": "dev",
            "version": "1.35",
            "role": NodeRole(stack, "role", name="dev-nodes", kind="managed", region=REGION),
            "subnet_ids": ["subnet-1", "subnet-2"],
            "instance_types": ["m7i.large"],
            "min_nodes": 2,
            "max_nodes": 4,
        }
        NodeGroup(stack, "nodes", **{**given, **changes})

    return synthesise(build)


def test_pods_do_not_reach_the_credentials_of_their_node() -> None:
    metadata = a_group().only("aws_launch_template")["metadata_options"]

    assert metadata == {
        "http_endpoint": "enabled",
        "http_tokens": "required",
        "http_put_response_hop_limit": 1,
    }


def test_disks_are_encrypted_and_go_with_the_node() -> None:
    (disk,) = a_group().only("aws_launch_template")["block_device_mappings"]

    assert (disk["ebs"]["encrypted"], disk["ebs"]["delete_on_termination"]) == ("true", "true")


def test_a_node_at_a_time_is_replaced_and_a_broken_one_is_mended() -> None:
    group = a_group().only("aws_eks_node_group")

    assert group["update_config"] == {"max_unavailable": 1}
    assert group["node_repair_config"] == {"enabled": True}


def test_terraform_does_not_put_the_count_back() -> None:
    group = a_group().only("aws_eks_node_group")

    assert group["scaling_config"] == {"desired_size": 2, "min_size": 2, "max_size": 4}
    assert group["lifecycle"]["ignore_changes"] == ["scaling_config[0].desired_size"]


def test_a_node_may_join_pull_and_hand_out_credentials_and_no_more() -> None:
    attached = {
        one["policy_arn"].rpartition("/")[2]
        for one in a_group().all("aws_iam_role_policy_attachment").values()
    }

    assert attached == {"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"}


@pytest.mark.parametrize(("least", "most"), [(0, 2), (3, 2), (1, 451)])
def test_a_count_that_eks_refuses_is_refused(least: int, most: int) -> None:
    with pytest.raises(ValueError, match=r"use 1 to 450, min_nodes not above max_nodes\."):
        a_group(min_nodes=least, max_nodes=most)
