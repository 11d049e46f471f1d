"""`jobs` in a manifest: what runs by the clock and ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from yard.config import forms
from yard.config.cron_schedule import ScheduleError, cron_job_schedule
from yard.config.model import Broken, Model, text

# `<env>-<service>-<job>` fits into the 64 characters of a schedule. Source: "EventBridge Scheduler API Reference,
# CreateSchedule".
LONGEST_JOB_NAME = 30
JobName = Annotated[str, text(forms.NAME, longest=LONGEST_JOB_NAME)]


def broken_rules_of_jobs(jobs: Mapping[str, Job], runtime: str) -> Iterator[Broken]:
    """A task or a pod is told what to run, a function the job's name alone; Kubernetes keeps its own clock."""
    for name, job in jobs.items():
        path = ("jobs", name, "command")
        if runtime in ("ecs", "eks") and job.command is None:
            yield Broken(
                path, f"is missing: {name} has nothing to run. Add it, for example [python, -m, {name}]."
            )
        elif runtime == "lambda" and job.command is not None:
            yield Broken(
                path,
                f'does not go with runtime lambda: the function gets {{"job": "{name}"}}. Take it out.',
                (("runtime",),),
            )
        if runtime == "eks":
            try:
                cron_job_schedule(job.schedule)
            except ScheduleError as error:
                yield Broken(("jobs", name, "schedule"), f"{job.schedule}: {error}", (("runtime",),))


class Job(Model):
    """The service's image with another command, or its function told the job, started by the clock."""

    schedule: Annotated[
        str,
        text(forms.SCHEDULE),
        Field(
            description="When, in UTC: cron(minutes hours day-of-month month day-of-week year) or rate(1 hour). On EKS"
            " only what a CronJob can say too: no year, no L, W or #, and rates that divide the hour, the day or the"
            " week.",
            examples=["cron(0 3 * * ? *)"],
        ),
    ]
    command: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1)], ...] | None,
        Field(
            description="What it runs on ECS and EKS, a word an entry; the job is done when it ends. On Lambda the"
            " function is told the job's name. Default: none.",
            min_length=1,
            examples=[["python", "-m", "catalog.reindex"]],
        ),
    ] = None

    def broken_rules(self) -> Iterator[Broken]:
        """One of the two kinds of day is left open, and one thing is not several."""
        kind, _, inner = self.schedule.removesuffix(")").partition("(")
        if kind == "rate":
            number, unit = inner.split(" ")
            if (number == "1") == unit.endswith("s"):
                right = f"rate({number} {unit.removesuffix('s')}{'' if number == '1' else 's'})"
                yield Broken(("schedule",), f"{self.schedule} is not how it is written. Use {right}.")
            return
        fields = inner.split(" ")
        # Source: "EventBridge Scheduler User Guide, Schedule types, cron-based schedules".
        if "?" not in (fields[2], fields[4]):
            yield Broken(
                ("schedule",),
                f"{self.schedule} gives day-of-month and day-of-week. Put ? for one of the two.",
            )
