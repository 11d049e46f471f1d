"""The one container of a service's pod, and the pod around it: the same walls as of a task on ECS.

Sources: "Kubernetes documentation, Pod Security Standards, Restricted"; "Kubernetes documentation, Resource Management
for Pods and Containers".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cdktf_cdktf_provider_kubernetes.deployment_v1 import (
    DeploymentV1SpecTemplateSpec as PodSpec,
)
from cdktf_cdktf_provider_kubernetes.deployment_v1 import (
    DeploymentV1SpecTemplateSpecContainer as Container,
)
from cdktf_cdktf_provider_kubernetes.deployment_v1 import (
    DeploymentV1SpecTemplateSpecContainerEnv as Env,
)
from cdktf_cdktf_provider_kubernetes.deployment_v1 import (
    DeploymentV1SpecTemplateSpecContainerLifecyclePreStop as PreStop,
)
from cdktf_cdktf_provider_kubernetes.deployment_v1 import (
    DeploymentV1SpecTemplateSpecContainerLivenessProbe as LivenessProbe,
)
from cdktf_cdktf_provider_kubernetes.deployment_v1 import (
    DeploymentV1SpecTemplateSpecContainerLivenessProbeTcpSocket as TcpSocket,
)
from cdktf_cdktf_provider_kubernetes.deployment_v1 import (
    DeploymentV1SpecTemplateSpecContainerPort as Port,
)
from cdktf_cdktf_provider_kubernetes.deployment_v1 import (
    DeploymentV1SpecTemplateSpecContainerVolumeMount as VolumeMount,
)
from cdktf_cdktf_provider_kubernetes.deployment_v1 import (
    DeploymentV1SpecTemplateSpecTopologySpreadConstraint as TopologySpreadConstraint,
)
from cdktf_cdktf_provider_kubernetes.deployment_v1 import (
    DeploymentV1SpecTemplateSpecTopologySpreadConstraintLabelSelector as LabelSelector,
)
from cdktf_cdktf_provider_kubernetes.deployment_v1 import (
    DeploymentV1SpecTemplateSpecVolume as Volume,
)

# Neither root nor anybody in the image's /etc/passwd: it owns nothing.
USER = "10001"
SCRATCH_VOLUME, SCRATCH_LIMIT = "tmp", "1Gi"
# SIGTERM and the load balancer's leave go out at once; so long a leaving pod still takes what is on its way.
DRAIN_SECONDS = 15
STOP_SECONDS = 60 + DRAIN_SECONDS
CPU_UNITS_PER_CORE = 1024


# Of a container, and of the pod around it.
CONTAINER_WALLS: dict[str, Any] = {
    "run_as_non_root": True,
    "allow_privilege_escalation": False,
    "privileged": False,
    "read_only_root_filesystem": True,
    "capabilities": {"drop": ["ALL"]},
}
POD_WALLS: dict[str, Any] = {
    "run_as_non_root": True,
    "run_as_user": USER,
    "run_as_group": USER,
    "fs_group": USER,
    "seccomp_profile": {"type": "RuntimeDefault"},
}


def container(
    *,
    name: str,
    image: str,
    command: Sequence[str],
    port: int,
    environment: Mapping[str, str],
    cpu: int,
    memory_mib: int,
    ready_path: str,
    live_path: str | None,
) -> Container:
    """A container that can write nowhere but to /tmp, has no Linux capability and is not root.

    cpu: units, 1024 a core; memory_mib: MiB. Both are promised and a limit, as on Fargate.
    live_path: what answers while the process lives; None asks only whether it takes connections.
    """
    size = resources(cpu, memory_mib)
    ready: dict[str, Any] = {"http_get": {"path": ready_path, "port": str(port)}, "timeout_seconds": 5}
    return Container(
        name=name,
        image=image,
        image_pull_policy="Always",
        command=[unexpanded(word) for word in command],
        port=[Port(name="http", container_port=port)],
        env=[Env(name=key, value=unexpanded(environment[key])) for key in sorted(environment)],
        resources=size,
        # Two minutes to start; until then nothing restarts it.
        startup_probe={**ready, "period_seconds": 5, "failure_threshold": 24},
        readiness_probe={**ready, "period_seconds": 15, "failure_threshold": 3},
        liveness_probe=_liveness(live_path, port),
        lifecycle={"pre_stop": [PreStop(exec={"command": ["sleep", str(DRAIN_SECONDS)]})]},
        security_context=CONTAINER_WALLS,
        volume_mount=[VolumeMount(name=SCRATCH_VOLUME, mount_path="/tmp")],  # noqa: S108 - a volume of the pod alone
    )


def pod_spec(of: Container, *, service_account: str, selector: Mapping[str, str]) -> PodSpec:
    """A pod with the one container `of`, spread over zones and nodes as far as there are any."""
    return PodSpec(
        container=[of],
        service_account_name=service_account,
        # Credentials for AWS come by a token of their own; nothing in here talks to the Kubernetes API.
        automount_service_account_token=False,
        enable_service_links=False,
        termination_grace_period_seconds=STOP_SECONDS,
        security_context=POD_WALLS,
        topology_spread_constraint=[
            TopologySpreadConstraint(
                max_skew=1,
                topology_key=key,
                when_unsatisfiable="ScheduleAnyway",
                label_selector=[LabelSelector(match_labels=dict(selector))],
            )
            for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
        ],
        volume=[Volume(name=SCRATCH_VOLUME, empty_dir={"size_limit": SCRATCH_LIMIT})],
    )


def resources(cpu: int, memory_mib: int) -> dict[str, dict[str, str]]:
    """What a container is promised and limited to. cpu: units, 1024 a core."""
    size = {"cpu": millicores(cpu), "memory": f"{memory_mib}Mi"}
    return {"requests": size, "limits": size}


def millicores(cpu: int) -> str:
    """CPU units as Kubernetes writes them: 256 of 1024 are `250m`."""
    return f"{cpu * 1000 // CPU_UNITS_PER_CORE}m"


def unexpanded(text: str) -> str:
    """`text` with `$(` escaped, so that Kubernetes puts no variable in its place.

    Source: "Kubernetes documentation, Define Dependent Environment Variables".
    """
    return text.replace("$(", "$$(")


def _liveness(path: str | None, port: int) -> LivenessProbe:
    return LivenessProbe(
        http_get={"path": path, "port": str(port)} if path else None,
        tcp_socket=None if path else [TcpSocket(port=str(port))],
        timeout_seconds=5,
        period_seconds=15,
        failure_threshold=3,
    )
