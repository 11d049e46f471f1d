"""Managed node group: virtual machines that run pods, patched and replaced by EKS.

Defines: the group and its launch template (encrypted disk, instance metadata for the node alone).
Leaves to the caller: the cluster, the role, add-ons; EKS adds no node for a pod that finds no room.
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable, TerraformResourceLifecycle, Token
from cdktf_cdktf_provider_aws.eks_node_group import (
    EksNodeGroup,
    EksNodeGroupLaunchTemplate,
    EksNodeGroupNodeRepairConfig,
    EksNodeGroupScalingConfig,
    EksNodeGroupUpdateConfig,
)
from cdktf_cdktf_provider_aws.launch_template import (
    LaunchTemplate,
    LaunchTemplateBlockDeviceMappings,
    LaunchTemplateBlockDeviceMappingsEbs,
    LaunchTemplateMetadataOptions,
    LaunchTemplateMonitoring,
    LaunchTemplateTagSpecifications,
)
from constructs import Construct

from modules.security.role import Role

DISK_GIB = 50


class NodeGroup(Construct):
    """Nodes of one size in the given subnets, on Amazon Linux 2023."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        cluster: str,
        version: str,
        role: Role,
        subnet_ids: Sequence[str],
        instance_types: Sequence[str],
        min_nodes: int,
        max_nodes: int,
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        """version: of Kubernetes, the cluster's. depends_on: what nodes need to become ready: the network add-on.

        min_nodes, max_nodes: 1 to 450 (source: "Amazon EKS endpoints and quotas"); ValueError otherwise.
        """
        super().__init__(scope, id_)
        if not 1 <= min_nodes <= max_nodes <= 450:
            raise ValueError(
                f"min_nodes {min_nodes}, max_nodes {max_nodes}: use 1 to 450, min_nodes not above max_nodes."
            )
        template = self._template(name)
        group = EksNodeGroup(
            self,
            "Default",
            cluster_name=cluster,
            node_group_name=name,
            node_role_arn=role.arn,
            subnet_ids=list(subnet_ids),
            version=version,
            ami_type="AL2023_x86_64_STANDARD",
            capacity_type="ON_DEMAND",
            instance_types=list(instance_types),
            launch_template=EksNodeGroupLaunchTemplate(
                id=template.id, version=Token.as_string(template.latest_version)
            ),
            scaling_config=EksNodeGroupScalingConfig(
                desired_size=min_nodes, min_size=min_nodes, max_size=max_nodes
            ),
            update_config=EksNodeGroupUpdateConfig(max_unavailable=1),
            node_repair_config=EksNodeGroupNodeRepairConfig(enabled=True),
            # Whoever scales the group by hand is not put back; another size is another group, made before the old goes.
            lifecycle=TerraformResourceLifecycle(ignore_changes=["scaling_config[0].desired_size"]),
            depends_on=[*role.dependencies, *depends_on],
        )
        self.group: ITerraformDependable = group

    def _template(self, name: str) -> LaunchTemplate:
        tags = {"Name": name}
        return LaunchTemplate(
            self,
            "template",
            name=name,
            description="EKS nodes",
            update_default_version=True,
            # One hop: a pod does not reach the node's credentials (source: "Amazon EKS Best Practices Guide, Identity
            # and Access Management, Restrict access to the instance profile assigned to the worker node").
            metadata_options=LaunchTemplateMetadataOptions(
                http_endpoint="enabled", http_tokens="required", http_put_response_hop_limit=1
            ),
            monitoring=LaunchTemplateMonitoring(enabled=True),
            block_device_mappings=[
                LaunchTemplateBlockDeviceMappings(
                    device_name="/dev/xvda",
                    ebs=LaunchTemplateBlockDeviceMappingsEbs(
                        volume_type="gp3",
                        volume_size=DISK_GIB,
                        encrypted="true",
                        delete_on_termination="true",
                    ),
                )
            ],
            tag_specifications=[
                LaunchTemplateTagSpecifications(resource_type=kind, tags=tags)
                for kind in ("instance", "volume")
            ],
        )
