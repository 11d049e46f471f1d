"""When a job runs, as a CronJob of Kubernetes says it: five fields instead of EventBridge Scheduler's six.

Only what both can say exactly is translated. Sources: "EventBridge Scheduler User Guide, Schedule types, cron-based
schedules"; "Kubernetes documentation, CronJob, Schedule syntax" and robfig/cron, which reads it (days of the week from
0, Sunday; a range that ends before it begins is refused).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

MINUTES_A_DAY = 24 * 60
# What a CronJob can keep to: its clock begins anew with each hour, day and week.
RATES_MINUTES = (
    *(minutes for minutes in range(1, 60) if 60 % minutes == 0),
    *(60 * hours for hours in range(1, 25) if 24 % hours == 0),
    7 * MINUTES_A_DAY,
)
UNITS_MINUTES = {"minute": 1, "hour": 60, "day": MINUTES_A_DAY}
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


class ScheduleError(ValueError):
    """A CronJob cannot say this; the message says what is in the way and what to write instead."""


@dataclass(frozen=True)
class Field:
    """One field of EventBridge's expression: its name, what it may hold; `names` stand for `least` and the next."""

    name: str
    least: int
    most: int
    names: tuple[str, ...] = ()

    def values(self, text: str) -> list[int]:
        """What `text` stands for, in order. Raises ScheduleError."""
        found: set[int] = set()
        for entry in text.split(","):
            found.update(self._entry(entry))
        return sorted(found)

    def _entry(self, entry: str) -> Sequence[int]:
        every = range(self.least, self.most + 1)
        if entry == "*":
            return every
        if step := re.fullmatch(r"([^/-]+)/([0-9]{1,4})", entry):
            first = self.least if step[1] == "*" else self._value(step[1], entry)
            if int(step[2]) < 1:
                raise ScheduleError(
                    f"{self.name} {entry} has no step. Write a number above 0 after the slash."
                )
            return range(first, self.most + 1, int(step[2]))
        if both := re.fullmatch(r"([^/-]+)-([^/-]+)", entry):
            first, last = self._value(both[1], entry), self._value(both[2], entry)
            if first > last:
                raise ScheduleError(
                    f"{self.name} {entry} ends before it begins. Write"
                    f" {self._word(first)}-{self._word(self.most)},{self._word(self.least)}-{self._word(last)}."
                )
            return range(first, last + 1)
        return (self._value(entry, entry),)

    def _value(self, text: str, entry: str) -> int:
        if text.upper() in self.names:
            return self.least + self.names.index(text.upper())
        if re.fullmatch(r"[0-9]{1,4}", text) and self.least <= int(text) <= self.most:
            return int(text)
        allowed = f"{self.least} to {self.most}"
        named = f" or {self.names[0]} to {self.names[-1]}" if self.names else ""
        raise ScheduleError(f"{self.name} {entry} is not understood. Use {allowed}{named}, with , - * and /.")

    def _word(self, value: int) -> str:
        return self.names[value - self.least] if self.names else str(value)


MINUTE, HOUR = Field("minute", 0, 59), Field("hour", 0, 23)
DAY, MONTH = Field("day of the month", 1, 31), Field("month", 1, 12, MONTHS)
WEEKDAY = Field("day of the week", 1, 7, DAYS)


def cron_job_schedule(schedule: str) -> str:
    """The five fields for a CronJob in UTC. schedule: `cron(…)` or `rate(…)` as a manifest has it.

    A rate begins with the clock: rate(20 minutes) runs at the full hour, 20 and 40 past, whenever it was deployed.
    Raises ScheduleError.
    """
    kind, _, inner = schedule.removesuffix(")").partition("(")
    words = inner.split(" ")
    if kind == "rate":
        return _of_rate(int(words[0]) * UNITS_MINUTES[words[1].removesuffix("s")])
    minute, hour, day, month, weekday, year = words
    if year != "*":
        raise ScheduleError(
            f"year {year} means nothing to a CronJob, which runs every year. Write * there, and take the job out when"
            " its time is over."
        )
    _refuse_days_by_calendar(day, weekday)
    fields = (
        _written(MINUTE.values(minute), MINUTE),
        _written(HOUR.values(hour), HOUR),
        "*" if day == "?" else _written(DAY.values(day), DAY),
        _written(MONTH.values(month), MONTH),
        "*" if weekday == "?" else _written(WEEKDAY.values(weekday), WEEKDAY, shift=-1),
    )
    if "*" not in (fields[2], fields[4]):
        raise ScheduleError("gives day-of-month and day-of-week. Put ? for one of the two.")
    return " ".join(fields)


def rate(minutes: int) -> str:
    """`rate(…)` of so many minutes, in the largest unit that divides them."""
    unit, size = next((unit, size) for unit, size in reversed(UNITS_MINUTES.items()) if minutes % size == 0)
    count = minutes // size
    return f"rate({count} {unit}{'' if count == 1 else 's'})"


def _of_rate(minutes: int) -> str:
    if minutes not in RATES_MINUTES:
        below = max((one for one in RATES_MINUTES if one < minutes), default=RATES_MINUTES[0])
        above = min((one for one in RATES_MINUTES if one > minutes), default=None)
        nearest = f"{rate(below)} or {rate(above)}" if above else rate(below)
        raise ScheduleError(
            "does not divide the hour, the day or the week, with which the clock of a CronJob begins anew."
            f" Use {nearest}."
        )
    if minutes < UNITS_MINUTES["hour"]:
        return "* * * * *" if minutes == 1 else f"*/{minutes} * * * *"
    if minutes < MINUTES_A_DAY:
        return "0 * * * *" if minutes == UNITS_MINUTES["hour"] else f"0 */{minutes // 60} * * *"
    return "0 0 * * *" if minutes == MINUTES_A_DAY else "0 0 * * 0"


def _refuse_days_by_calendar(day: str, weekday: str) -> None:
    """Days that move with the calendar: the last one, the working day nearest to one, the n-th weekday."""
    for entry in day.upper().split(","):
        if re.fullmatch(r"L(-[0-9]+)?|L?W|[0-9]+W", entry):
            what = "the last day" if entry.startswith("L") and "W" not in entry else "a working day"
            raise ScheduleError(
                f"day of the month {entry}, {what} by the calendar, means nothing to a CronJob. Use days that every"
                " month has, 1 to 28, and let the command look at the date."
            )
    for entry in weekday.upper().split(","):
        if found := re.fullmatch(r"([0-9]|[A-Z]{3})?(L|#[0-9])", entry):
            every = found[1] or "SAT"
            raise ScheduleError(
                f"day of the week {entry}, one of those of a month, means nothing to a CronJob. Use every {every}, and"
                " let the command look at the date."
            )


def _written(values: Sequence[int], field: Field, *, shift: int = 0) -> str:
    """`values` in cron's shortest usual form: all, a series with steps, or ranges and single ones."""
    if len(values) == field.most - field.least + 1:
        return "*"
    moved = [value + shift for value in values]
    steps = {later - earlier for earlier, later in pairwise(moved)}
    if len(moved) > 2 and len(steps) == 1 and steps != {1}:
        return f"{moved[0]}-{moved[-1]}/{steps.pop()}"
    runs: list[list[int]] = []
    for value in moved:
        if runs and runs[-1][-1] == value - 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
