"""EKS: the cluster, and what its pods run on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .area import Area, Client, merged, trust
from .ground import KEY, NETWORK, SUBNETS

_RESOURCES: dict[str, Any] = {
    "aws_iam_role": {
        "cluster": {"name": "twin-cluster", "assume_role_policy": trust("eks")},
        "nodes": {"name": "twin-nodes", "assume_role_policy": trust("ec2")},
        "pods": {"name": "twin-pods", "assume_role_policy": trust("eks-fargate-pods")},
    },
    "aws_eks_cluster": {
        "main": {
            "name": "twin",
            "role_arn": "${aws_iam_role.cluster.arn}",
            "version": "1.21",
            "enabled_cluster_log_types": ["api", "audit"],
            "vpc_config": {
                "subnet_ids": SUBNETS,
                "endpoint_private_access": True,
                "endpoint_public_access": False,
            },
            "encryption_config": {
                "resources": ["secrets"],
                "provider": {"key_arn": "${aws_kms_key.main.arn}"},
            },
            "tags": {"Name": "twin"},
        }
    },
    "aws_eks_node_group": {
        "main": {
            "cluster_name": "${aws_eks_cluster.main.name}",
            "node_group_name": "twin",
            "node_role_arn": "${aws_iam_role.nodes.arn}",
            "subnet_ids": SUBNETS,
            "instance_types": ["t3.large"],
            "disk_size": 30,
            "labels": {"kind": "general"},
            "scaling_config": {"desired_size": 2, "min_size": 1, "max_size": 3},
        }
    },
    "aws_eks_fargate_profile": {
        "main": {
            "cluster_name": "${aws_eks_cluster.main.name}",
            "fargate_profile_name": "twin",
            "pod_execution_role_arn": "${aws_iam_role.pods.arn}",
            "subnet_ids": SUBNETS,
            "selector": [{"namespace": "shop", "labels": {"made-by": "us"}}],
        }
    },
}

_CHANGES: dict[str, Any] = {
    "aws_eks_node_group": {"main": {"scaling_config": {"desired_size": 2, "min_size": 2, "max_size": 5}}},
}


def _clusters(client: Client) -> Iterator[Any]:
    eks = client("eks")
    for name in eks.list_clusters()["clusters"]:
        yield eks.describe_cluster(name=name)["cluster"]
        for group in eks.list_nodegroups(clusterName=name)["nodegroups"]:
            yield eks.describe_nodegroup(clusterName=name, nodegroupName=group)["nodegroup"]
        for profile in eks.list_fargate_profiles(clusterName=name)["fargateProfileNames"]:
            yield eks.describe_fargate_profile(clusterName=name, fargateProfileName=profile)["fargateProfile"]


AREA = Area(resources=merged(NETWORK, KEY, _RESOURCES), changes=_CHANGES, readers={"clusters": _clusters})
