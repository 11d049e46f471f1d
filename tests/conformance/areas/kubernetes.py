"""EKS: the cluster, and what its pods run on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .area import Area, Client, merged, trust
from .ground import KEY, NETWORK, SUBNETS

_METADATA = {"http_endpoint": "enabled", "http_tokens": "required", "http_put_response_hop_limit": 1}
_RESOURCES: dict[str, Any] = {
    "aws_launch_template": {
        "nodes": {
            "name": "twin-nodes",
            "description": "Nodes",
            "update_default_version": True,
            "instance_type": "t3.large",
            "metadata_options": _METADATA,
            "monitoring": {"enabled": True},
            "vpc_security_group_ids": ["${aws_security_group.tasks.id}"],
            "block_device_mappings": [
                {
                    "device_name": "/dev/xvda",
                    "ebs": {
                        "volume_type": "gp3",
                        "volume_size": 50,
                        "encrypted": "true",
                        "delete_on_termination": "true",
                    },
                }
            ],
            "tag_specifications": [{"resource_type": "instance", "tags": {"Name": "nodes"}}],
            "tags": {"Name": "nodes"},
        }
    },
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
    "aws_launch_template": {
        "nodes": {"metadata_options": {**_METADATA, "http_put_response_hop_limit": 2}, "description": "Other"}
    },
    "aws_eks_node_group": {"main": {"scaling_config": {"desired_size": 2, "min_size": 2, "max_size": 5}}},
}


def _templates(client: Client) -> Iterator[Any]:
    compute = client("ec2")
    for one in compute.describe_launch_templates()["LaunchTemplates"]:
        yield one
        yield compute.describe_launch_template_versions(LaunchTemplateId=one["LaunchTemplateId"])[
            "LaunchTemplateVersions"
        ]


def _clusters(client: Client) -> Iterator[Any]:
    eks = client("eks")
    for name in eks.list_clusters()["clusters"]:
        yield eks.describe_cluster(name=name)["cluster"]
        for group in eks.list_nodegroups(clusterName=name)["nodegroups"]:
            yield eks.describe_nodegroup(clusterName=name, nodegroupName=group)["nodegroup"]
        for profile in eks.list_fargate_profiles(clusterName=name)["fargateProfileNames"]:
            yield eks.describe_fargate_profile(clusterName=name, fargateProfileName=profile)["fargateProfile"]


AREA = Area(
    resources=merged(NETWORK, KEY, _RESOURCES),
    changes=_CHANGES,
    readers={"clusters": _clusters, "templates": _templates},
)
