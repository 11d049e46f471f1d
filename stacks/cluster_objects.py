"""Cluster objects stack: what Kubernetes itself is told once, for all services of the environment.

Needs: the cluster stack; a stack of its own, since Terraform can only plan objects of a cluster that answers. Services
with pods are applied after it. Destroying it leaves network policies unkept, or Fargate pods without logs.
"""

from __future__ import annotations

from cdktf import App

from modules.kubernetes.connection import connect
from modules.kubernetes.log_router import FargateLogs
from modules.kubernetes.network_policy_controller import NetworkPolicyController
from stacks.cluster import ClusterStack
from stacks.environment_stack import EnvironmentStack
from yard.config import Environment


class ClusterObjectsStack(EnvironmentStack):
    """Network policies with Auto Mode, logs on Fargate."""

    def __init__(self, app: App, environment: Environment, cluster: ClusterStack) -> None:
        super().__init__(app, environment, "cluster-objects", team="platform")
        connect_to(self, cluster)
        if environment.cluster.compute == "auto":
            NetworkPolicyController(self, "network-policies")
        else:
            FargateLogs(
                self,
                "logs",
                environment=environment.name,
                otherwise=cluster.stray_logs.name,
                region=environment.region,
            )


def cluster_objects(app: App, environment: Environment, cluster: ClusterStack) -> ClusterObjectsStack | None:
    """The stack, where there is something to tell: a managed node group has network policies and logs from add-ons."""
    return None if environment.cluster.compute == "nodes" else ClusterObjectsStack(app, environment, cluster)


def connect_to(stack: EnvironmentStack, cluster: ClusterStack) -> None:
    """Let `stack` describe objects in the environment's cluster."""
    connect(
        stack,
        cluster=cluster.cluster.name,
        endpoint=cluster.cluster.endpoint,
        certificate_authority_data=cluster.cluster.certificate_authority_data,
        region=stack.environment.region,
    )
