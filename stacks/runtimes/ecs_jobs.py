"""The jobs of a service on ECS: its own image and rights, another command, started by the clock."""

from __future__ import annotations

from modules import names
from modules.compute.task_definition import TaskDefinition
from modules.compute.task_security_group import TaskSecurityGroup
from modules.literal import literal
from modules.observability.job_signals import unstarted_job_signals
from modules.observability.signal import Signal
from modules.security.role import Role
from stacks.runtimes.jobs import job_scheduler
from stacks.runtimes.workload import Parts


def schedule_jobs(
    parts: Parts, *, definition: TaskDefinition, execution_role: Role, group: TaskSecurityGroup
) -> list[Signal]:
    """Make a schedule for each job; without jobs nothing. Before the first release no job runs.

    Returns what is to be watched of them.
    """
    service, environment = parts.service, parts.environment
    if not service.jobs:
        return []
    scheduler = job_scheduler(parts)
    for name, job in sorted(service.jobs.items()):
        scheduler.run_task(
            f"job-{name}",
            name=names.schedule_name(environment.name, service.name, name),
            schedule=job.schedule,
            command=[literal(word) for word in job.command or ()],
            container=service.name,
            cluster_arn=parts.platform.cluster.arn,
            cluster_name=parts.platform.cluster.name,
            task_definition=definition,
            roles=[parts.role, execution_role],
            subnet_ids=parts.network.vpc.private_subnet_ids,
            security_group_id=group.id,
            enabled=parts.released,
        )
    return unstarted_job_signals(scheduler.dead_letter_name)
