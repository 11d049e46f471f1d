"""The one container of a service's pod, and the pod around it: the same walls as of a task on ECS.

Sources: "Kubernetes documentation, Pod Security Standards, Restricted"; "Kubernetes documentation, Resource Management
for Pods and Containers".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# Neither root nor anybody in the image's /etc/passwd: it owns nothing.
USER = "10001"
SCRATCH_VOLUME, SCRATCH_LIMIT = "tmp", "1Gi"
# SIGTERM and the load balancer's leave go out at once; so long a leaving pod still takes what is on its way.
DRAIN_SECONDS = 15
STOP_SECONDS = 60 + DRAIN_SECONDS
CPU_UNITS_PER_CORE = 1024


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
) -> dict[str, Any]:
    """A container that can write nowhere but to /tmp, has no Linux capability and is not root.

    cpu: units, 1024 a core; memory_mib: MiB. Both are promised and a limit, as on Fargate.
    live_path: what answers while the process lives; None asks only whether it takes connections.
    """
    size = {"cpu": millicores(cpu), "memory": f"{memory_mib}Mi"}
    ready = {"http_get": {"path": ready_path, "port": str(port)}, "timeout_seconds": 5}
    alive: dict[str, Any] = (
        {"http_get": {"path": live_path, "port": str(port)}}
        if live_path
        else {"tcp_socket": [{"port": str(port)}]}
    )
    return {
        "name": name,
        "image": image,
        "image_pull_policy": "Always",
        "command": list(command),
        "port": [{"name": "http", "container_port": port}],
        "env": [{"name": key, "value": environment[key]} for key in sorted(environment)],
        "resources": {"requests": size, "limits": size},
        # Two minutes to start; until then nothing restarts it.
        "startup_probe": {**ready, "period_seconds": 5, "failure_threshold": 24},
        "readiness_probe": {**ready, "period_seconds": 15, "failure_threshold": 3},
        "liveness_probe": {**alive, "timeout_seconds": 5, "period_seconds": 15, "failure_threshold": 3},
        "lifecycle": {"pre_stop": [{"exec": {"command": ["sleep", str(DRAIN_SECONDS)]}}]},
        "security_context": {
            "run_as_non_root": True,
            "allow_privilege_escalation": False,
            "privileged": False,
            "read_only_root_filesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volume_mount": [{"name": SCRATCH_VOLUME, "mount_path": "/tmp"}],  # noqa: S108 - a volume of the pod alone
    }


def pod_spec(of: Mapping[str, Any], *, service_account: str, selector: Mapping[str, str]) -> dict[str, Any]:
    """A pod with the one container `of`, spread over zones and nodes as far as there are any."""
    return {
        "container": [dict(of)],
        "service_account_name": service_account,
        # Credentials for AWS come by a token of their own; nothing in here talks to the Kubernetes API.
        "automount_service_account_token": False,
        "enable_service_links": False,
        "termination_grace_period_seconds": STOP_SECONDS,
        "security_context": {
            "run_as_non_root": True,
            "run_as_user": USER,
            "run_as_group": USER,
            "fs_group": USER,
            "seccomp_profile": {"type": "RuntimeDefault"},
        },
        "topology_spread_constraint": [
            {
                "max_skew": 1,
                "topology_key": key,
                "when_unsatisfiable": "ScheduleAnyway",
                "label_selector": [{"match_labels": dict(selector)}],
            }
            for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
        ],
        "volume": [{"name": SCRATCH_VOLUME, "empty_dir": {"size_limit": SCRATCH_LIMIT}}],
    }


def millicores(cpu: int) -> str:
    """CPU units as Kubernetes writes them: 256 of 1024 are `250m`."""
    return f"{cpu * 1000 // CPU_UNITS_PER_CORE}m"
