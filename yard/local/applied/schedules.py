"""Schedules in the state: they do not run on this machine, where nobody waits until three in the morning."""

from __future__ import annotations

from collections.abc import Iterator

from yard.local.applied.resources import Resources, first

CRON_JOBS = ("kubernetes_cron_job_v1", "kubernetes_cron_job")


def notes(resources: Resources) -> Iterator[str]:
    """A sentence for each schedule that would start something on AWS."""
    for schedule in resources.of("aws_scheduler_schedule"):
        if schedule.values.get("state") != "DISABLED":
            when = schedule.values.get("schedule_expression")
            yield f"{schedule.values.get('name') or schedule.address}: schedules do not run on this machine ({when})."
    for job in resources.of(*CRON_JOBS):
        metadata, spec = first(job.values.get("metadata")), first(job.values.get("spec"))
        if not spec.get("suspend"):
            name = f"{metadata.get('namespace') or 'default'}/{metadata.get('name')}"
            yield f"{name}: schedules do not run on this machine ({spec.get('schedule')})."
