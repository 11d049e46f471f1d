"""`scale` in a manifest: how many tasks run, and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field

from yard.config import forms
from yard.config.model import Broken, Model, Whole, text
from yard.config.sizes import Size


class Schedule(Model):
    """Other limits from a moment on."""

    cron: Annotated[
        str,
        text(forms.CRON),
        Field(
            description="When, as in EventBridge: minutes hours day-of-month month day-of-week year, UTC.",
            examples=["0 7 ? * MON-FRI *"],
        ),
    ]
    min: Annotated[Whole, Field(description="Tasks at the least from then on.", ge=0, le=1000, examples=[4])]
    max: Annotated[Whole, Field(description="Tasks at the most from then on.", ge=1, le=1000, examples=[20])]

    def broken_rules(self) -> Iterator[Broken]:
        """The least is no more than the most; one of the two kinds of day is left open."""
        yield from _min_above_max(self.min, self.max)
        fields = self.cron.split(" ")
        if "?" not in (fields[2], fields[4]):
            yield Broken(
                ("cron",),
                f"{self.cron} gives day-of-month and day-of-week. Put ? for one of the two.",
            )


class Scale(Model):
    """How many tasks run."""

    min: Annotated[
        Whole | None,
        Field(
            description="Tasks at the least, 0 to 1000. Default: as the environment's size says.",
            ge=0,
            le=1000,
            examples=[2],
        ),
    ] = None
    max: Annotated[
        Whole | None,
        Field(
            description="Tasks at the most, 1 to 1000. Default: as the environment's size says.",
            ge=1,
            le=1000,
            examples=[20],
        ),
    ] = None
    cpu: Annotated[
        Whole, Field(description="Average CPU to keep to, in percent, 10 to 95.", ge=10, le=95, examples=[60])
    ] = 60
    requests_per_task: Annotated[
        Whole | None,
        Field(
            description="Requests a minute and task to keep to. Default: scales on CPU alone.",
            ge=1,
            le=1_000_000,
            examples=[500],
        ),
    ] = None
    messages_per_task: Annotated[
        Whole | None,
        Field(
            description="Messages waiting in the service's queues, for each task, to keep to; for workers on ecs."
            " Default: scales without looking at queues.",
            ge=1,
            le=1_000_000,
            examples=[100],
        ),
    ] = None
    schedule: Annotated[
        tuple[Schedule, ...],
        Field(
            description="Other limits from known moments on, in UTC.",
            examples=[[{"cron": "0 7 ? * MON-FRI *", "min": 4, "max": 20}]],
        ),
    ] = ()

    def broken_rules(self) -> Iterator[Broken]:
        """The least is no more than the most; what is counted by the task has one."""
        yield from _min_above_max(self.min, self.max)
        if self.messages_per_task and self.min == 0:
            yield Broken(
                ("messages_per_task",),
                "counts messages for each task, and with min 0 there may be none. Use min 1 or more.",
                (("min",),),
            )

    def within(self, size: Size) -> Self:
        """The same, with what the manifest leaves open taken from `size`, as far as what it says allows."""
        least, most = self.min, self.max
        if least is None:
            least = size.min_tasks if most is None else min(size.min_tasks, most)
        if most is None:
            most = max(size.max_tasks, least)
        return self.model_copy(update={"min": least, "max": most})


def _min_above_max(least: int | None, most: int | None) -> Iterator[Broken]:
    if least is not None and most is not None and least > most:
        yield Broken(("min",), f"{least} is more than max {most}. Lower min, or raise max.", (("max",),))
