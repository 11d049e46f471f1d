"""EKS clusters and what pods run on, down to the machines' template."""

from __future__ import annotations

from typing import Any

from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values


def cluster(world: World) -> Values:
    return {
        "name": world.name("cluster"),
        "role_arn": f"arn:aws:iam::111111111111:role/{world.role()}",
        "version": "1.35",
        "vpc_config": [
            {
                "subnet_ids": world.subnets,
                "endpoint_private_access": True,
                "endpoint_public_access": False,
            }
        ],
        "enabled_cluster_log_types": ["audit"],
        "encryption_config": [{"resources": ["secrets"], "provider": [{"key_arn": world.key["arn"]}]}],
        "kubernetes_network_config": [{"service_ipv4_cidr": "172.20.0.0/16"}],
        "tags": {"Service": "cluster"},
    }


def see_cluster(world: World, state: Values) -> Any:
    found = world.aws("eks").describe_cluster(name=state["name"])["cluster"]
    group = state["vpc_config"][0]["cluster_security_group_id"]
    groups = world.aws("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"]
    logs = {one["enabled"]: one["types"] for one in found["logging"]["clusterLogging"]}
    assert sorted(logs[True] + logs[False]) == [
        "api", "audit", "authenticator", "controllerManager", "scheduler",
    ]  # fmt: skip
    assert [one["provider"]["keyArn"] for one in found["encryptionConfig"]] == [world.key["arn"]]
    assert found["kubernetesNetworkConfig"]["serviceIpv4Cidr"] == "172.20.0.0/16"
    return logs[True], found["resourcesVpcConfig"]["endpointPublicAccess"], len(groups)


def node_group(world: World) -> Values:
    return {
        "cluster_name": world.life.create("aws_eks_cluster", **cluster(world))["name"],
        "node_group_name": world.name("nodes"),
        "node_role_arn": "arn:aws:iam::111111111111:role/nodes",
        "subnet_ids": world.subnets,
        "instance_types": ["t3.large"],
        "disk_size": 30,
        "labels": {"kind": "general", "old": "yes"},
        "scaling_config": [{"desired_size": 2, "min_size": 2, "max_size": 3}],
        "tags": {"Service": "cluster"},
    }


def see_node_group(world: World, state: Values) -> Any:
    found = world.aws("eks").describe_nodegroup(
        clusterName=state["cluster_name"], nodegroupName=state["node_group_name"]
    )["nodegroup"]
    return found["instanceTypes"], found["scalingConfig"]["maxSize"], found["diskSize"], found["labels"]


def profile(world: World) -> Values:
    return {
        "cluster_name": world.life.create("aws_eks_cluster", **cluster(world))["name"],
        "fargate_profile_name": world.name("pods"),
        "pod_execution_role_arn": "arn:aws:iam::111111111111:role/pods",
        "subnet_ids": world.subnets,
        "selector": [{"namespace": "*", "labels": {"made-by": "us"}}],
        "tags": {"Service": "cluster"},
    }


def see_profile(world: World, state: Values) -> Any:
    found = world.aws("eks").describe_fargate_profile(
        clusterName=state["cluster_name"], fargateProfileName=state["fargate_profile_name"]
    )["fargateProfile"]
    return found["selectors"]


def template(world: World) -> Values:
    return {
        "name": world.name("nodes"),
        "description": "EKS nodes",
        "update_default_version": True,
        "metadata_options": [
            {"http_endpoint": "enabled", "http_tokens": "required", "http_put_response_hop_limit": 1}
        ],
        "monitoring": [{"enabled": True}],
        "block_device_mappings": [
            {
                "device_name": "/dev/xvda",
                "ebs": [
                    {
                        "volume_type": "gp3",
                        "volume_size": 50,
                        "encrypted": "true",
                        "delete_on_termination": "true",
                    }
                ],
            }
        ],
        "vpc_security_group_ids": [world.security_group()],
        "tag_specifications": [{"resource_type": "instance", "tags": {"Name": "nodes"}}],
    }


def see_template(world: World, state: Values) -> Any:
    (found,) = world.aws("ec2").describe_launch_template_versions(
        LaunchTemplateId=state["id"], Versions=["$Default"]
    )["LaunchTemplateVersions"]
    content = found["LaunchTemplateData"]
    (disk,) = content["BlockDeviceMappings"]
    return {
        "version": (found["VersionNumber"], state["default_version"], state["latest_version"]),
        "hops": content["MetadataOptions"]["HttpPutResponseHopLimit"],
        "disk": (disk["Ebs"]["VolumeSize"], disk["Ebs"]["Encrypted"]),
        "groups": len(content["SecurityGroupIds"]),
        "tags": [one for one in content["TagSpecifications"] if one["ResourceType"] != "launch-template"],
    }


TEMPLATE = {
    "version": (1, 1, 1),
    "hops": 1,
    "disk": (50, True),
    "groups": 1,
    "tags": [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "nodes"}]}],
}

CASES = {
    "aws_launch_template": Case(
        template,
        see_template,
        TEMPLATE,
        {
            "metadata_options": [
                {"http_endpoint": "enabled", "http_tokens": "required", "http_put_response_hop_limit": 2}
            ]
        },
        {**TEMPLATE, "version": (2, 2, 2), "hops": 2},
    ),
    "aws_eks_cluster": Case(
        cluster,
        see_cluster,
        created=(["audit"], False, 1),
        change={"enabled_cluster_log_types": ["api", "audit"]},
        changed=(["api", "audit"], False, 1),
    ),
    "aws_eks_node_group": Case(
        node_group,
        see_node_group,
        created=(["t3.large"], 3, 30, {"kind": "general", "old": "yes"}),
        change={
            "labels": {"kind": "spare", "team": "shop"},
            "scaling_config": [{"desired_size": 2, "min_size": 2, "max_size": 5}],
        },
        changed=(["t3.large"], 5, 30, {"kind": "spare", "team": "shop"}),
    ),
    "aws_eks_fargate_profile": Case(
        profile, see_profile, created=[{"namespace": "*", "labels": {"made-by": "us"}}]
    ),
}
