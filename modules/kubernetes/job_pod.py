"""The pod of a job: the same walls, size and scratch space as of a service's pod; no port, no probes, an end.

The bindings have classes of their own for it, which say the same as a Deployment's (modules/kubernetes/pod.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf_cdktf_provider_kubernetes.cron_job_v1 import (
    CronJobV1SpecJobTemplateSpecTemplateSpec as PodSpec,
)
from cdktf_cdktf_provider_kubernetes.cron_job_v1 import (
    CronJobV1SpecJobTemplateSpecTemplateSpecContainer as Container,
)
from cdktf_cdktf_provider_kubernetes.cron_job_v1 import (
    CronJobV1SpecJobTemplateSpecTemplateSpecContainerEnv as Env,
)
from cdktf_cdktf_provider_kubernetes.cron_job_v1 import (
    CronJobV1SpecJobTemplateSpecTemplateSpecContainerVolumeMount as VolumeMount,
)
from cdktf_cdktf_provider_kubernetes.cron_job_v1 import (
    CronJobV1SpecJobTemplateSpecTemplateSpecVolume as Volume,
)

from modules.kubernetes.pod import (
    CONTAINER_WALLS,
    POD_WALLS,
    SCRATCH_LIMIT,
    SCRATCH_VOLUME,
    resources,
    unexpanded,
)

# A job gets no requests: what it needs after SIGTERM is time to leave its work in order.
STOP_SECONDS = 60


def job_pod(
    *,
    name: str,
    image: str,
    command: Sequence[str],
    environment: Mapping[str, str],
    cpu: int,
    memory_mib: int,
    service_account: str,
) -> PodSpec:
    """A pod that runs `command` once. cpu: units, 1024 a core; memory_mib: MiB."""
    container = Container(
        name=name,
        image=image,
        image_pull_policy="Always",
        command=[unexpanded(word) for word in command],
        env=[Env(name=key, value=unexpanded(environment[key])) for key in sorted(environment)],
        resources=resources(cpu, memory_mib),
        security_context=CONTAINER_WALLS,
        volume_mount=[VolumeMount(name=SCRATCH_VOLUME, mount_path="/tmp")],  # noqa: S108 - a volume of the pod alone
    )
    return PodSpec(
        container=[container],
        # Each try is a pod of its own, so that its output stays apart.
        restart_policy="Never",
        service_account_name=service_account,
        automount_service_account_token=False,
        enable_service_links=False,
        termination_grace_period_seconds=STOP_SECONDS,
        security_context=POD_WALLS,
        volume=[Volume(name=SCRATCH_VOLUME, empty_dir={"size_limit": SCRATCH_LIMIT})],
    )
