"""Namespace of one service: its objects, and the floor that no pod in it goes below."""

from __future__ import annotations

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_kubernetes.namespace_v1 import NamespaceV1, NamespaceV1Metadata
from constructs import Construct

from modules.kubernetes.labels import MANAGED_BY

# The API server itself turns pods away that are root, privileged or have capabilities. Source: "Kubernetes
# documentation, Pod Security Standards, Restricted".
POD_SECURITY = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}
# A pod is ready when the load balancer finds it healthy, not before: a roll never empties the target group. Source:
# "AWS Load Balancer Controller, Pod readiness gate", with the prefix of EKS Auto Mode.
READINESS_GATES = {"eks.amazonaws.com/pod-readiness-gate-inject": "enabled"}


class Namespace(Construct):
    """A namespace with restricted pods."""

    def __init__(self, scope: Construct, id_: str, *, name: str, readiness_gates: bool = True) -> None:
        """readiness_gates: pods wait for the load balancers whose target groups they are bound to."""
        super().__init__(scope, id_)
        more = READINESS_GATES if readiness_gates else {}
        namespace = NamespaceV1(
            self,
            "Default",
            metadata=NamespaceV1Metadata(name=name, labels={**MANAGED_BY, **POD_SECURITY, **more}),
        )
        self.name = name
        self.namespace: ITerraformDependable = namespace
