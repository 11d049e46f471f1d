"""EKS clusters, managed node groups and Fargate profiles; moto runs nothing in them, and has no add-ons.

EKS makes a security group for each cluster; moto does not, so it is made here: rules name it.
"""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import (
    Change,
    Declaration,
    Operation,
    Tags,
    changes,
    creates,
    reads,
)

# Source: "CreateCluster", Amazon EKS API Reference, logging; those that are off are told too.
LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
# Of clusters alone: moto's TagResource knows no other resource of EKS.
TAGS = Tags({"resourceArn": "arn"}, tags="tags", keys="tagKeys", found="tags")


def create_cluster(cloud: Cloud, _prior: Values, planned: Values) -> Values:
    """The cluster with what moto keeps of it, and its security group."""
    network = planned["vpc_config"][0]
    vpc, group = _security_group(cloud, planned, network["subnet_ids"][0])
    made = cloud.client("eks", planned.get("region")).create_cluster(
        name=planned["name"],
        roleArn=planned["role_arn"],
        resourcesVpcConfig=_vpc_config(network),
        logging=_logging(planned),
        encryptionConfig=_encryption(planned),
        kubernetesNetworkConfig=_addresses(planned),
        tags=planned.get("tags_all") or {},
        **({"version": planned["version"]} if planned.get("version") else {}),
    )["cluster"]
    return {
        "arn": made["arn"],
        "endpoint": made["endpoint"],
        "vpc_config": [{**network, "cluster_security_group_id": group, "vpc_id": vpc}],
    }


def change_logging(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """Which logs the control plane writes."""
    cloud.client("eks", planned.get("region")).update_cluster_config(
        name=planned["name"], logging=_logging(planned)
    )


def change_access(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """From where the API answers."""
    cloud.client("eks", planned.get("region")).update_cluster_config(
        name=planned["name"], resourcesVpcConfig=_vpc_config(planned["vpc_config"][0])
    )


def delete_cluster(cloud: Cloud, _prior: Values, state: Values) -> None:
    """EKS takes the security group away with the cluster."""
    cloud.client("eks", state.get("region")).delete_cluster(name=state["name"])
    compute = cloud.client("ec2", state.get("region"))
    for group in _groups(compute, state["name"]):
        compute.delete_security_group(GroupId=group)


def _security_group(cloud: Cloud, planned: Values, subnet: str) -> tuple[str, str]:
    """VPC and id of the group. Source: "Amazon EKS User Guide, security group requirements": its name and rules."""
    compute = cloud.client("ec2", planned.get("region"))
    vpc = compute.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["VpcId"]
    name = _group_name(planned["name"])
    found = _groups(compute, planned["name"])
    group = (
        found[0]
        if found
        else compute.create_security_group(
            GroupName=name, Description=f"EKS cluster {planned['name']}", VpcId=vpc
        )["GroupId"]
    )
    return vpc, group


def _groups(compute: Any, cluster: str) -> list[str]:
    answer = compute.describe_security_groups(
        Filters=[{"Name": "group-name", "Values": [_group_name(cluster)]}]
    )
    return [group["GroupId"] for group in answer["SecurityGroups"]]


def _group_name(cluster: str) -> str:
    return f"eks-cluster-sg-{cluster}"


def _vpc_config(network: Values) -> dict[str, Any]:
    allowed = sorted(network.get("public_access_cidrs") or [])
    groups = sorted(network.get("security_group_ids") or [])
    return {
        "subnetIds": sorted(network["subnet_ids"]),
        "securityGroupIds": groups,
        **({"publicAccessCidrs": allowed} if allowed else {}),
        "endpointPublicAccess": bool(network.get("endpoint_public_access")),
        "endpointPrivateAccess": bool(network.get("endpoint_private_access")),
    }


def _logging(planned: Values) -> dict[str, Any]:
    enabled = set(planned.get("enabled_cluster_log_types") or [])
    parts = ((True, enabled), (False, set(LOGS) - enabled))
    return {"clusterLogging": [{"types": sorted(types), "enabled": on} for on, types in parts if types]}


def _encryption(planned: Values) -> list[dict[str, Any]]:
    return [
        {"resources": sorted(one["resources"]), "provider": {"keyArn": one["provider"][0]["key_arn"]}}
        for one in planned.get("encryption_config") or []
    ]


def _addresses(planned: Values) -> dict[str, str]:
    given = (planned.get("kubernetes_network_config") or [{}])[0]
    names = {"serviceIpv4Cidr": "service_ipv4_cidr", "ipFamily": "ip_family"}
    return {aws: str(given[name]) for aws, name in names.items() if given.get(name)}


CLUSTER = Declaration(
    service="eks",
    create=create_cluster,
    read=(
        reads(
            "describe_cluster",
            {"name": "name"},
            "cluster",
            name="name",
            role_arn="roleArn",
            enabled_cluster_log_types="logging.clusterLogging[?enabled].types[]",
            filled="arn endpoint",
            # What moto makes up is no certificate, and it never upgrades a cluster.
            ignored=(
                "access_config certificate_authority compute_config created_at deletion_protection encryption_config "
                "identity kubernetes_network_config platform_version remote_network_config status storage_config "
                "upgrade_policy version vpc_config zonal_shift_config"
            ),
        ),
    ),
    changes=(
        Change(frozenset({"enabled_cluster_log_types"}), change_logging),
        Change(frozenset({"vpc_config"}), change_access),
    ),
    delete=delete_cluster,
    id="{name}",
    tags=TAGS,
)


def _scaling(values: Values) -> dict[str, Any] | None:
    for block in values.get("scaling_config") or []:
        return {
            "minSize": block["min_size"],
            "maxSize": block["max_size"],
            "desiredSize": block["desired_size"],
        }
    return None


def change_labels(cloud: Cloud, prior: Values, planned: Values) -> None:
    """EKS is told which labels to set and which to take away."""
    before, after = prior.get("labels") or {}, planned.get("labels") or {}
    cloud.client("eks", planned.get("region")).update_nodegroup_config(
        clusterName=planned["cluster_name"],
        nodegroupName=planned["node_group_name"],
        labels={"addOrUpdateLabels": after, "removeLabels": sorted(set(before) - set(after))},
    )


NODE_GROUP = Declaration(
    service="eks",
    create=Operation(
        "create_nodegroup",
        {
            "clusterName": "cluster_name",
            "nodegroupName": "node_group_name",
            "nodeRole": "node_role_arn",
            "subnets": "subnet_ids",
            "instanceTypes": "instance_types",
            "amiType": "ami_type",
            "capacityType": "capacity_type",
            "diskSize": "disk_size",
            "labels": "labels",
            "releaseVersion": "release_version",
            "scalingConfig": _scaling,
            "version": "version",
            "tags": "tags_all",
        },
        result={"arn": "nodegroup.nodegroupArn"},
    ),
    read=(
        reads(
            "describe_nodegroup",
            {"clusterName": "cluster_name", "nodegroupName": "node_group_name"},
            "nodegroup",
            cluster_name="clusterName",
            node_group_name="nodegroupName",
            node_role_arn="nodeRole",
            arn="nodegroupArn",
            # Its launch template is not one of moto's, and its counts are whoever scales it last.
            ignored=(
                "capacity_type disk_size instance_types labels launch_template node_repair_config release_version "
                "resources remote_access scaling_config status subnet_ids taint update_config version ami_type"
            ),
        ),
    ),
    changes=(
        changes(
            "scaling_config",
            "update_nodegroup_config",
            {
                "clusterName": "cluster_name",
                "nodegroupName": "node_group_name",
                "scalingConfig": _scaling,
            },
        ),
        Change(frozenset({"labels"}), change_labels),
    ),
    delete=Operation("delete_nodegroup", {"clusterName": "cluster_name", "nodegroupName": "node_group_name"}),
    id="{cluster_name}:{node_group_name}",
)


def _selectors(values: Values) -> list[dict[str, Any]]:
    return [
        {"namespace": one["namespace"], **({"labels": one["labels"]} if one.get("labels") else {})}
        for one in values.get("selector") or []
    ]


FARGATE_PROFILE = Declaration(
    service="eks",
    create=creates(
        "create_fargate_profile",
        {"clusterName": "cluster_name", "subnets": "subnet_ids", "selectors": _selectors, "tags": "tags_all"},
        arn="fargateProfile.fargateProfileArn",
    ),
    read=(
        reads(
            "describe_fargate_profile",
            {"clusterName": "cluster_name", "fargateProfileName": "fargate_profile_name"},
            "fargateProfile",
            arn="fargateProfileArn",
            cluster_name="clusterName",
            fargate_profile_name="fargateProfileName",
            pod_execution_role_arn="podExecutionRoleArn",
            ignored="selector status subnet_ids",
        ),
    ),
    delete=Operation(
        "delete_fargate_profile",
        {"clusterName": "cluster_name", "fargateProfileName": "fargate_profile_name"},
    ),
    id="{cluster_name}:{fargate_profile_name}",
)

DECLARATIONS = {
    "aws_eks_cluster": CLUSTER,
    "aws_eks_fargate_profile": FARGATE_PROFILE,
    "aws_eks_node_group": NODE_GROUP,
}
