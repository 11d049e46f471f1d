"""The jobs of a service on EKS: its own image, rights and variables, another command, by the clock of Kubernetes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable

from modules.kubernetes.cron_job import CronJob
from modules.kubernetes.job_pod import job_pod
from modules.kubernetes.labels import job_labels
from modules.literal import literal
from modules.observability.job_signals import failed_job_signals
from modules.observability.signal import Signal
from stacks.runtimes.workload import Parts
from yard.config.cron_schedule import cron_job_schedule


def schedule_jobs(
    parts: Parts,
    *,
    image: str,
    variables: Mapping[str, str],
    depends_on: Sequence[ITerraformDependable],
) -> list[Signal]:
    """Make a CronJob for each job; `load_services` has refused the schedules that none can keep.

    Returns what is to be watched of them.
    """
    service = parts.service
    for name, job in sorted(service.jobs.items()):
        CronJob(
            parts.stack,
            f"job-{name}",
            name=name,
            namespace=service.name,
            labels=job_labels(name, parts.environment.name),
            schedule=cron_job_schedule(job.schedule),
            pod=job_pod(
                name=name,
                image=image,
                command=[literal(word) for word in job.command or ()],
                environment=variables,
                cpu=service.cpu,
                memory_mib=service.memory,
                service_account=service.name,
            ),
            depends_on=depends_on,
        )
    cluster = parts.cluster
    if cluster is None or not cluster.measures_pods:
        return []
    return [
        signal
        for name in sorted(service.jobs)
        for signal in failed_job_signals(name, cluster=cluster.cluster.name, namespace=service.name)
    ]
