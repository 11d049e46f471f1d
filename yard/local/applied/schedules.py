"""Schedules in the state: they do not run on this machine, where nobody waits until three in the morning."""

from __future__ import annotations

from collections.abc import Iterator

from yard.local.applied.resources import Resources


def notes(resources: Resources) -> Iterator[str]:
    """A sentence for each schedule that would start something on AWS."""
    for schedule in resources.of("aws_scheduler_schedule"):
        if schedule.values.get("state") != "DISABLED":
            when = schedule.values.get("schedule_expression")
            yield f"{schedule.values.get('name') or schedule.address}: schedules do not run on this machine ({when})."
