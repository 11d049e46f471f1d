"""EKS cluster: the Kubernetes API, and with Auto Mode the nodes, the network and the load balancing of its pods.

Defines: the cluster, its role, the log group of its control plane.
Leaves to the caller: who may do what in it (`AccessEntry`), nodes that are not Auto Mode's, add-ons, objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.eks_cluster import (
    EksCluster as EksClusterResource,
)
from cdktf_cdktf_provider_aws.eks_cluster import (
    EksClusterAccessConfig,
    EksClusterComputeConfig,
    EksClusterEncryptionConfig,
    EksClusterEncryptionConfigProvider,
    EksClusterKubernetesNetworkConfig,
    EksClusterKubernetesNetworkConfigElasticLoadBalancing,
    EksClusterStorageConfig,
    EksClusterStorageConfigBlockStorage,
    EksClusterUpgradePolicy,
    EksClusterVpcConfig,
)
from constructs import Construct

from modules.arn import arn
from modules.kubernetes.versions import check_version
from modules.observability.log_group import LogGroup
from modules.protection import lifecycle
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow
from modules.security.role import Role
from modules.security.trust import service_trust

# Source: "Amazon EKS User Guide, Send control plane logs to CloudWatch Logs".
LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
# Source: "Amazon EKS User Guide, Amazon EKS Auto Mode cluster IAM role".
POLICIES = (
    "AmazonEKSClusterPolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
)
# Source: "Amazon EKS User Guide, Configure the Amazon VPC CNI plugin for Kubernetes for security groups for Amazon EKS
# Pods".
BRANCH_INTERFACES_POLICY = "AmazonEKSVPCResourceController"
# Those that AWS brings along. Source: "Amazon EKS User Guide, Enable or Disable Built-in NodePools".
NODE_POOLS = ("general-purpose", "system")
# Source: "Amazon EKS API Reference, CreateCluster".
LONGEST_NAME = 100


def cluster_arn(name: str, *, account: str, region: str) -> str:
    """Known before the cluster exists, since AWS makes no part of it up."""
    return arn("eks", region, account, f"cluster/{name}")


class EksCluster(Construct):
    """A cluster that nobody may use but by an access entry, and that answers inside the VPC unless ranges are named."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        version: str,
        account: str,
        region: str,
        role_name: str,
        node_role: Role | None,
        branch_interfaces: bool = False,
        subnet_ids: Sequence[str],
        public_access_cidrs: Sequence[str] = (),
        support: Literal["standard", "extended"] = "standard",
        log_retention_days: int,
        key: KmsKey,
        protect: bool,
    ) -> None:
        """node_role: of the nodes that Auto Mode makes; None: it makes none, and does the load balancing alone.

        branch_interfaces: EKS may give pods on nodes network interfaces, and so security groups, of their own.
        subnet_ids: in two zones at least; AWS puts the API's network interfaces there, and Auto Mode its nodes.
        key: encrypts Secrets and the logs. Raises ValueError for a version that EKS does not support.
        """
        super().__init__(scope, id_)
        check_version(version)
        if len(name) > LONGEST_NAME:
            raise ValueError(
                f"{name}: a cluster's name has at most {LONGEST_NAME} characters, this one {len(name)}."
            )
        self.name = name
        self.arn = cluster_arn(name, account=account, region=region)
        logs = LogGroup(
            self, "log-group", name=control_plane_log_group(name), retention_days=log_retention_days, key=key
        )
        role = self._role(role_name, account, region, key)
        if branch_interfaces:
            role.attach(BRANCH_INTERFACES_POLICY, region=region)
        self._cluster = EksClusterResource(
            self,
            "Default",
            name=name,
            version=version,
            role_arn=role.arn,
            vpc_config=EksClusterVpcConfig(
                subnet_ids=list(subnet_ids),
                endpoint_private_access=True,
                endpoint_public_access=bool(public_access_cidrs),
                public_access_cidrs=list(public_access_cidrs) or None,
            ),
            # Entries are resources, in the plan and in CloudTrail; who makes a cluster gets nothing for it.
            access_config=EksClusterAccessConfig(
                authentication_mode="API", bootstrap_cluster_creator_admin_permissions=False
            ),
            encryption_config=EksClusterEncryptionConfig(
                provider=EksClusterEncryptionConfigProvider(key_arn=key.arn), resources=["secrets"]
            ),
            enabled_cluster_log_types=list(LOG_TYPES),
            upgrade_policy=EksClusterUpgradePolicy(support_type=support.upper()),
            # AWS takes the next three together or not at all ("Amazon EKS API Reference, ComputeConfigRequest").
            compute_config=EksClusterComputeConfig(
                enabled=True,
                node_pools=list(NODE_POOLS) if node_role else None,
                node_role_arn=node_role.arn if node_role else None,
            ),
            kubernetes_network_config=EksClusterKubernetesNetworkConfig(
                elastic_load_balancing=EksClusterKubernetesNetworkConfigElasticLoadBalancing(enabled=True)
            ),
            storage_config=EksClusterStorageConfig(
                block_storage=EksClusterStorageConfigBlockStorage(enabled=True)
            ),
            bootstrap_self_managed_addons=False,
            deletion_protection=protect,
            lifecycle=lifecycle(protect=protect),
            # AWS would make the log group itself, without key and without end.
            depends_on=[logs.resource, *role.dependencies, *(node_role.dependencies if node_role else [])],
        )
        self.endpoint = self._cluster.endpoint
        self.certificate_authority_data = self._cluster.certificate_authority.get(0).data
        self.issuer = self._cluster.identity.get(0).oidc.get(0).issuer
        # EKS puts it on the API's network interfaces, on nodes and on Fargate pods.
        self.security_group_id = self._cluster.vpc_config.cluster_security_group_id

    @property
    def cluster(self) -> ITerraformDependable:
        """For what needs it without naming it."""
        return self._cluster

    def _role(self, name: str, account: str, region: str, key: KmsKey) -> Role:
        role = Role(
            self,
            "role",
            name=name,
            description="What EKS may do for the cluster",
            trust=service_trust("eks.amazonaws.com", account=account, source_arn=self.arn, session_tags=True),
        )
        for policy in POLICIES:
            role.attach(policy, region=region)
        # Source: "Amazon EKS User Guide, Encrypt Kubernetes secrets with KMS on existing clusters".
        role.allow(allow(["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"], [key.arn]))
        return role


def control_plane_log_group(cluster: str) -> str:
    """The one name that EKS writes to."""
    return f"/aws/eks/{cluster}/cluster"
