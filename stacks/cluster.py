"""Cluster stack: the EKS cluster that the environment's pods run in, and what runs them.

Needs: the network and platform stacks. It exists only where some service's runtime needs it; the stacks of those
services need it. Destroying it stops all pods; where the environment is protected Terraform and AWS refuse.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from cdktf import App, ITerraformDependable

from modules import names
from modules.arn import arn
from modules.kubernetes.access_entry import AdministratorEntry
from modules.kubernetes.add_on import AddOn
from modules.kubernetes.cluster import EksCluster
from modules.kubernetes.container_insights import agent_configuration, performance_log_group
from modules.kubernetes.fargate_profile import FargateProfile
from modules.kubernetes.labels import MANAGED_BY
from modules.kubernetes.log_router import fluent_bit_files
from modules.kubernetes.node_group import NodeGroup
from modules.kubernetes.node_role import NodeRole
from modules.kubernetes.pods_door import PodsDoor
from modules.kubernetes.service_account_issuer import ServiceAccountIssuer
from modules.observability.log_group import LogGroup
from modules.security.deploy_role import deploy_role_arn
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow
from modules.security.role import Role
from modules.security.trust import pod_identity_trust
from stacks.environment_stack import EnvironmentStack
from stacks.network import NetworkStack
from stacks.platform import PlatformStack
from yard.config import Environment
from yard.config.cluster import AddOnName

MEASUREMENT_DAYS = 7


class ClusterStack(EnvironmentStack):
    """Cluster, who administers it, what its pods run on, add-ons, the way in for the load balancers."""

    def __init__(
        self,
        app: App,
        environment: Environment,
        network: NetworkStack,
        platform: PlatformStack,
        *,
        ports: Collection[int],
    ) -> None:
        """ports: that the pods of some service listen on."""
        super().__init__(app, environment, "cluster", team="platform")
        self._network, self._settings = network, environment.cluster
        self._needed: list[ITerraformDependable] = []
        self.issuer: ServiceAccountIssuer | None = None
        self._key = KmsKey(
            self,
            "key",
            name=self.resource_name(),
            account=environment.account,
            region=environment.region,
            log_groups=[f"/aws/eks/{environment.name}/*", performance_log_group(environment.name)],
            protect=environment.protect,
        )
        self._node_role = self._role_of_nodes()
        self.cluster = self._cluster()
        self._needed.append(self.cluster.cluster)
        self.stray_logs = LogGroup(
            self,
            "pod-logs",
            name=f"/aws/eks/{environment.name}/pods",
            retention_days=environment.defaults.log_retention_days,
            key=self._key,
        )
        self._administrators()
        {"auto": self._auto, "nodes": self._nodes, "fargate": self._fargate}[self._settings.compute]()
        for port in sorted(set(ports)):
            self._door("gateway", platform.load_balancer.security_group_id, port)
            if platform.internal_load_balancer:
                self._door("internal", platform.internal_load_balancer.security_group_id, port)
        self.output("cluster_name", self.cluster.name, "For `aws eks update-kubeconfig --name`.")

    @property
    def measures_pods(self) -> bool:
        """Whether CloudWatch has metrics of single pods; Fargate has no node that the agent could run on."""
        return (
            self._settings.compute != "fargate" and self.environment.defaults.container_insights == "enhanced"
        )

    @property
    def gives_pods_groups(self) -> bool:
        """Whether pods can have security groups of their own; in EKS Auto Mode not before Kubernetes 1.36."""
        return self._settings.compute != "auto"

    def _role_of_nodes(self) -> NodeRole | None:
        if self._settings.compute == "fargate":
            return None
        return NodeRole(
            self,
            "node-role",
            name=names.role_name(self.environment.name, "cluster", "nodes"),
            kind="auto" if self._settings.compute == "auto" else "managed",
            region=self.environment.region,
        )

    def _cluster(self) -> EksCluster:
        environment, settings = self.environment, self._settings
        return EksCluster(
            self,
            "cluster",
            name=environment.name,
            version=settings.version,
            account=environment.account,
            region=environment.region,
            role_name=names.role_name(environment.name, "cluster", "control-plane"),
            node_role=self._node_role if settings.compute == "auto" else None,
            branch_interfaces=settings.compute == "nodes",
            subnet_ids=self._network.vpc.private_subnet_ids,
            public_access_cidrs=[str(cidr) for cidr in settings.public_access_cidrs],
            support=settings.support,
            log_retention_days=environment.defaults.log_retention_days,
            key=self._key,
            protect=environment.protect,
        )

    def _administrators(self) -> None:
        environment = self.environment
        roles = set(self._settings.admins)
        if environment.github:
            roles.add(
                deploy_role_arn(environment.name, account=environment.account, region=environment.region)
            )
        for role in sorted(roles):
            AdministratorEntry(
                self,
                f"admin-{role.partition(':role/')[2].replace('/', '-')}",
                cluster=self.cluster.name,
                role_arn=role,
                region=environment.region,
            )

    def _auto(self) -> None:
        """Nodes, network, DNS and Pod Identity are AWS's."""
        self._add_on("metrics-server")
        self._watch_nodes()

    def _nodes(self) -> None:
        """What Auto Mode's nodes have built in, installed; what needs no node to start comes first."""
        assert self._node_role
        nodes, defaults = self._settings.nodes, self.environment.defaults
        network = self._pod_role("network", "aws-node", namespace="kube-system")
        network.attach("AmazonEKS_CNI_Policy", region=self.environment.region)
        first = [
            self._add_on("eks-pod-identity-agent"),
            self._add_on("kube-proxy"),
            # Standard: network policies are kept for pods with security groups of their own too.
            self._add_on(
                "vpc-cni",
                {
                    "enableNetworkPolicy": "true",
                    "env": {"ENABLE_POD_ENI": "true", "POD_SECURITY_GROUP_ENFORCING_MODE": "standard"},
                },
                {"aws-node": network},
            ),
        ]
        least = nodes.min or min(defaults.min_nodes, nodes.max or defaults.min_nodes)
        group = NodeGroup(
            self,
            "nodes",
            name=self.resource_name("nodes"),
            cluster=self.cluster.name,
            version=self._settings.version,
            role=self._node_role,
            subnet_ids=self._network.vpc.private_subnet_ids,
            instance_types=nodes.instance_types or defaults.node_instance_types,
            min_nodes=least,
            max_nodes=nodes.max or max(defaults.max_nodes, least),
            depends_on=[*self._needed, *first],
        )
        self._needed.append(group.group)
        self._add_on("coredns")
        self._add_on("metrics-server")
        self._watch_nodes()

    def _fargate(self) -> None:
        """The cluster's own pods and those of services; Fargate has no DaemonSets, and a log router of its own."""
        environment = self.environment
        profile = FargateProfile(
            self,
            "fargate",
            name=self.resource_name("pods"),
            cluster=self.cluster.name,
            account=environment.account,
            region=environment.region,
            role_name=names.role_name(environment.name, "cluster", "fargate"),
            subnet_ids=self._network.vpc.private_subnet_ids,
            selectors=[("kube-system", {}), ("*", MANAGED_BY)],
            log_groups=[f"/{environment.name}/*", f"{self.stray_logs.name}:*"],
        )
        self._needed.append(profile.profile)
        self._add_on("coredns", {"computeType": "Fargate"})
        self._add_on("metrics-server")
        self.issuer = ServiceAccountIssuer(self, "issuer", issuer=self.cluster.issuer)

    def _watch_nodes(self) -> None:
        """Fluent Bit on each node: the output of a service's pods goes to the service's own log group.

        Beside it the CloudWatch agent, which measures what the environment's size says (Container Insights).
        """
        environment = self.environment
        depth = environment.defaults.container_insights
        role = self._pod_role("logs", "cloudwatch-agent", namespace="amazon-cloudwatch")
        groups = arn("logs", environment.region, environment.account, f"log-group:/{environment.name}/*")
        written = [groups, f"{self.stray_logs.arn}:*"]
        if depth != "disabled":
            measurements = LogGroup(
                self,
                "measurements",
                name=performance_log_group(self.cluster.name),
                # CloudWatch keeps the metrics; what they were made of is of use for some days.
                retention_days=MEASUREMENT_DAYS,
                key=self._key,
            )
            written.append(f"{measurements.arn}:*")
            self._needed.append(measurements.resource)
        role.allow(
            allow(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], written),
        )
        files = fluent_bit_files(
            environment=environment.name, otherwise=self.stray_logs.name, region=environment.region
        )
        self._add_on(
            "amazon-cloudwatch-observability",
            {
                "agent": {"config": agent_configuration(self.cluster.name, depth)},
                "containerLogs": {"enabled": True, "fluentBit": {"config": {"extraFiles": files}}},
            },
            {"cloudwatch-agent": role},
        )

    def _add_on(
        self,
        name: AddOnName,
        configuration: Mapping[str, Any] | None = None,
        roles: Mapping[str, Role] | None = None,
    ) -> ITerraformDependable:
        return AddOn(
            self,
            name,
            cluster=self.cluster.name,
            version=self._settings.add_ons.get(name),
            configuration=configuration,
            roles=roles,
            depends_on=self._needed,
        ).add_on

    def _pod_role(self, what: str, service_account: str, *, namespace: str) -> Role:
        return Role(
            self,
            f"{what}-role",
            name=names.role_name(self.environment.name, "cluster", what),
            description=f"What {service_account} in {namespace} may do",
            trust=pod_identity_trust(self.cluster.arn, namespace=namespace, service_account=service_account),
        )

    def _door(self, source: str, group_id: str, port: int) -> None:
        PodsDoor(
            self,
            f"{source}-{port}",
            source=f"the {source} load balancer",
            source_group_id=group_id,
            cluster_group_id=self.cluster.security_group_id,
            port=port,
        )
