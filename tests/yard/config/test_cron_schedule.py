"""A CronJob runs at the same minutes as EventBridge Scheduler would: each is asked by a reading of its own rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yard.config.cron_schedule import RATES_MINUTES, ScheduleError, cron_job_schedule, rate

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
ANY_MINUTE = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31)).map(
    lambda when: when.replace(second=0, microsecond=0)
)


@st.composite
def fields(draw: st.DrawFn, least: int, most: int, names: list[str] | None = None) -> str:
    """A field as EventBridge Scheduler documents them."""

    def word(value: int) -> str:
        return names[value - least] if names and draw(st.booleans()) else str(value)

    def entry() -> str:
        kind = draw(st.sampled_from(["value", "range", "step", "every"]))
        first = draw(st.integers(least, most))
        if kind == "range":
            return f"{word(first)}-{word(draw(st.integers(first, most)))}"
        if kind == "step":
            return f"{draw(st.sampled_from(['*', word(first)]))}/{draw(st.integers(1, most))}"
        return "*" if kind == "every" else word(first)

    return ",".join(entry() for _ in range(draw(st.integers(1, 3))))


@st.composite
def expressions(draw: st.DrawFn) -> str:
    """A cron(…) of EventBridge Scheduler that has an equal in Kubernetes."""
    days = (draw(fields(1, 31)), "?") if draw(st.booleans()) else ("?", draw(fields(1, 7, DAYS)))
    minute, hour, month = draw(fields(0, 59)), draw(fields(0, 23)), draw(fields(1, 12, MONTHS))
    return f"cron({minute} {hour} {days[0]} {month} {days[1]} *)"


def scheduler_runs(schedule: str, when: datetime) -> bool:
    """EventBridge Scheduler User Guide, Schedule types, cron-based schedules."""
    minute, hour, day, month, weekday, _ = schedule[5:-1].split(" ")

    def holds(text: str, value: int, names: list[str], least: int) -> bool:
        for index, name in enumerate(names):
            text = text.replace(name, str(index + least))
        for entry in text.split(","):
            if entry in ("*", "?") or entry == str(value):
                return True
            if "/" in entry:
                first, step = entry.split("/")
                start = least if first == "*" else int(first)
                if value >= start and (value - start) % int(step) == 0:
                    return True
            elif "-" in entry and int(entry.split("-")[0]) <= value <= int(entry.split("-")[1]):
                return True
        return False

    return (
        holds(minute, when.minute, [], 0)
        and holds(hour, when.hour, [], 0)
        and holds(day, when.day, [], 1)
        and holds(month, when.month, MONTHS, 1)
        and holds(weekday, when.isoweekday() % 7 + 1, DAYS, 1)
    )


def cron_job_runs(schedule: str, when: datetime) -> bool:
    """Cron's own rules, crontab(5), which Kubernetes follows; either kind of day, where both are given."""

    def holds(text: str, value: int, least: int, most: int) -> bool:
        for entry in text.split(","):
            span, _, step = entry.partition("/")
            first, _, last = (f"{least}-{most}" if span == "*" else span).partition("-")
            low, high = int(first), int(last or first)
            assert least <= low <= high <= most
            if low <= value <= high and (value - low) % int(step or 1) == 0:
                return True
        return False

    minute, hour, day, month, weekday = schedule.split(" ")
    days = holds(day, when.day, 1, 31), holds(weekday, when.isoweekday() % 7, 0, 6)
    right_day = any(days) if "*" not in (day[0], weekday[0]) else all(days)
    return (
        holds(minute, when.minute, 0, 59)
        and holds(hour, when.hour, 0, 23)
        and holds(month, when.month, 1, 12)
        and right_day
    )


@given(expressions(), st.lists(ANY_MINUTE, min_size=5, max_size=40))
def test_both_run_at_the_same_minutes(schedule: str, times: list[datetime]) -> None:
    translated = cron_job_schedule(schedule)

    assert [cron_job_runs(translated, when) for when in times] == [
        scheduler_runs(schedule, when) for when in times
    ]


@pytest.mark.parametrize("minutes", RATES_MINUTES)
def test_a_rate_runs_so_often_and_no_two_runs_are_nearer_or_further(minutes: int) -> None:
    translated = cron_job_schedule(rate(minutes))
    start = datetime(2026, 2, 27, tzinfo=UTC)

    runs = [
        at
        for at in range(0, 3 * max(minutes, 1440))
        if cron_job_runs(translated, start + timedelta(minutes=at))
    ]

    assert {later - earlier for earlier, later in pairwise(runs)} == {minutes}


@pytest.mark.parametrize(
    ("schedule", "translated"),
    [
        ("cron(0 3 * * ? *)", "0 3 * * *"),
        ("cron(0/15 8-17 ? * MON-FRI *)", "0-45/15 8-17 * * 1-5"),
        ("cron(30 6 1,15 JAN,JUL ? *)", "30 6 1,15 1,7 *"),
        ("cron(5 0 ? * 1 *)", "5 0 * * 0"),
        ("rate(1 minute)", "* * * * *"),
        ("rate(20 minutes)", "*/20 * * * *"),
        ("rate(60 minutes)", "0 * * * *"),
        ("rate(6 hours)", "0 */6 * * *"),
        ("rate(1 day)", "0 0 * * *"),
        ("rate(7 days)", "0 0 * * 0"),
    ],
)
def test_people_can_read_what_comes_out(schedule: str, translated: str) -> None:
    assert cron_job_schedule(schedule) == translated


@pytest.mark.parametrize(
    ("schedule", "problem"),
    [
        (
            "cron(0 3 1 1 ? 2027)",
            "year 2027 means nothing to a CronJob, which runs every year. Write * there, and take the job out when its"
            " time is over.",
        ),
        (
            "cron(0 3 L * ? *)",
            "day of the month L, the last day by the calendar, means nothing to a CronJob. Use days that every month"
            " has, 1 to 28, and let the command look at the date.",
        ),
        (
            "cron(0 3 15W * ? *)",
            "day of the month 15W, a working day by the calendar, means nothing to a CronJob. Use days that every month"
            " has, 1 to 28, and let the command look at the date.",
        ),
        (
            "cron(0 3 ? * MON#1 *)",
            "day of the week MON#1, one of those of a month, means nothing to a CronJob. Use every MON, and let the"
            " command look at the date.",
        ),
        (
            "cron(0 3 ? * 6L *)",
            "day of the week 6L, one of those of a month, means nothing to a CronJob. Use every 6, and let the command"
            " look at the date.",
        ),
        (
            "rate(7 minutes)",
            "does not divide the hour, the day or the week, with which the clock of a CronJob begins anew. Use rate(6"
            " minutes) or rate(10 minutes).",
        ),
        (
            "rate(90 minutes)",
            "does not divide the hour, the day or the week, with which the clock of a CronJob begins anew. Use rate(1"
            " hour) or rate(2 hours).",
        ),
        (
            "rate(30 days)",
            "does not divide the hour, the day or the week, with which the clock of a CronJob begins anew. Use rate(7"
            " days).",
        ),
        ("cron(0 22-2 * * ? *)", "hour 22-2 ends before it begins. Write 22-23,0-2."),
        (
            "cron(0 3 ? * FRI-MON *)",
            "day of the week FRI-MON ends before it begins. Write FRI-SAT,SUN-MON.",
        ),
        ("cron(61 3 * * ? *)", "minute 61 is not understood. Use 0 to 59, with , - * and /."),
        (
            "cron(0 3 ? * 0 *)",
            "day of the week 0 is not understood. Use 1 to 7 or SUN to SAT, with , - * and /.",
        ),
        ("cron(0/0 3 * * ? *)", "minute 0/0 has no step. Write a number above 0 after the slash."),
        ("cron(0-30/5 3 * * ? *)", "minute 0-30/5 is not understood. Use 0 to 59, with , - * and /."),
    ],
)
def test_what_kubernetes_cannot_say_is_refused_with_what_to_write_instead(
    schedule: str, problem: str
) -> None:
    with pytest.raises(ScheduleError) as refused:
        cron_job_schedule(schedule)

    assert str(refused.value) == problem
