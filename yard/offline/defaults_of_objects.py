"""What the Kubernetes provider itself fills in for an argument that is not given.

Source: `Default` in the schemas of hashicorp/kubernetes 2.38.0 (schema_container.go, schema_pod_spec.go,
schema_metadata.go and the source file of each resource).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Defaults = dict[str, Any]


def _inside(block: str, defaults: Mapping[str, Any]) -> Defaults:
    return {f"{block}.{path}": value for path, value in defaults.items()}


_NAMESPACED: Defaults = {"metadata.namespace": "default"}
_PROBE: Defaults = {
    "failure_threshold": 3,
    "http_get.scheme": "HTTP",
    "initial_delay_seconds": 0,
    "period_seconds": 10,
    "success_threshold": 1,
    "timeout_seconds": 1,
}
_CONTAINER: Defaults = {
    "env.value_from.field_ref.api_version": "v1",
    "port.protocol": "TCP",
    "security_context.allow_privilege_escalation": True,
    "security_context.privileged": False,
    "security_context.read_only_root_filesystem": False,
    "stdin": False,
    "stdin_once": False,
    "termination_message_path": "/dev/termination-log",
    "tty": False,
    "volume_mount.mount_propagation": "None",
    "volume_mount.read_only": False,
    **_inside("liveness_probe", _PROBE),
    **_inside("readiness_probe", _PROBE),
    **_inside("startup_probe", _PROBE),
}
_POD: Defaults = {
    "automount_service_account_token": True,
    "dns_policy": "ClusterFirst",
    "enable_service_links": True,
    "host_ipc": False,
    "host_network": False,
    "host_pid": False,
    "restart_policy": "Always",
    "share_process_namespace": False,
    "termination_grace_period_seconds": 30,
    "toleration.operator": "Equal",
    "topology_spread_constraint.max_skew": 1,
    "topology_spread_constraint.when_unsatisfiable": "DoNotSchedule",
    "volume.config_map.default_mode": "0644",
    "volume.empty_dir.medium": "",
    "volume.secret.default_mode": "0644",
    **_inside("container", _CONTAINER),
    **_inside("init_container", _CONTAINER),
}

# Type -> argument (a dotted path into nested blocks) -> value.
DEFAULTS_OF_OBJECTS: Mapping[str, Mapping[str, Any]] = {
    "kubernetes_cluster_role_binding_v1": {"subject.namespace": "default"},
    "kubernetes_config_map_v1": _NAMESPACED,
    "kubernetes_cron_job_v1": {
        **_NAMESPACED,
        "spec.concurrency_policy": "Allow",
        "spec.failed_jobs_history_limit": 1,
        "spec.successful_jobs_history_limit": 3,
        "spec.suspend": False,
        "spec.starting_deadline_seconds": 0,
        "spec.job_template.spec.completions": 1,
        "spec.job_template.spec.parallelism": 1,
        "spec.job_template.spec.backoff_limit": 6,
        **_inside("spec.job_template.spec.template.spec", _POD),
    },
    "kubernetes_deployment_v1": {
        **_NAMESPACED,
        "spec.min_ready_seconds": 0,
        "spec.paused": False,
        "spec.progress_deadline_seconds": 600,
        "spec.revision_history_limit": 10,
        "spec.strategy.rolling_update.max_surge": "25%",
        "spec.strategy.rolling_update.max_unavailable": "25%",
        "spec.strategy.type": "RollingUpdate",
        "wait_for_rollout": True,
        **_inside("spec.template.spec", _POD),
    },
    "kubernetes_horizontal_pod_autoscaler_v2": {**_NAMESPACED, "spec.min_replicas": 1},
    "kubernetes_namespace_v1": {"wait_for_default_service_account": False},
    "kubernetes_network_policy_v1": {
        **_NAMESPACED,
        "spec.egress.ports.protocol": "TCP",
        "spec.ingress.ports.protocol": "TCP",
    },
    "kubernetes_pod_disruption_budget_v1": _NAMESPACED,
    "kubernetes_role_v1": _NAMESPACED,
    "kubernetes_role_binding_v1": {**_NAMESPACED, "subject.namespace": "default"},
    "kubernetes_service_account_v1": {**_NAMESPACED, "automount_service_account_token": True},
    "kubernetes_service_v1": {
        **_NAMESPACED,
        "spec.allocate_load_balancer_node_ports": True,
        "spec.port.protocol": "TCP",
        "spec.publish_not_ready_addresses": False,
        "spec.session_affinity": "None",
        "spec.type": "ClusterIP",
        "wait_for_load_balancer": True,
    },
}
