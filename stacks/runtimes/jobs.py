"""What starts a service's jobs, whatever it runs on."""

from __future__ import annotations

from modules import names
from modules.messaging.job_scheduler import JobScheduler
from stacks.runtimes.workload import Parts


def job_scheduler(parts: Parts) -> JobScheduler:
    """The scheduler of a service that has jobs; its schedules are the runtime's."""
    service, environment = parts.service, parts.environment
    return JobScheduler(
        parts.stack,
        "jobs",
        name=names.schedule_name(environment.name, service.name),
        role_name=names.role_name(environment.name, service.name, "jobs"),
        # Two hyphens: no queue of a manifest has them.
        dead_letter_name=names.queue_name(environment.name, service.name, "jobs--dead-letter"),
        account=environment.account,
        region=environment.region,
        key=parts.key,
        protect=environment.protect,
    )
