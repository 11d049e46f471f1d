from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from chassis import tracing
from chassis.background import Work

Start = Callable[..., Work]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start work, and stop it at the end."""
    works: list[Work] = []

    def make(run_once: Callable[[], bool], every_seconds: float = 60) -> Work:
        work = Work("work", run_once, every_seconds=every_seconds)
        works.append(work)
        work.start()
        return work

    yield make
    for work in works:
        work.stop()


class Runs:
    """Work that counts, and does what it is told in order; then it has nothing to do."""

    def __init__(self, *results: bool | Exception) -> None:
        self.results = list(results)
        self.count = 0
        self.went = threading.Condition()

    def __call__(self) -> bool:
        with self.went:
            self.count += 1
            self.went.notify_all()
        result = self.results.pop(0) if self.results else False
        if isinstance(result, Exception):
            raise result
        return result

    def reach(self, count: int) -> bool:
        with self.went:
            return self.went.wait_for(lambda: self.count >= count, timeout=5)


def test_as_long_as_there_is_more_it_goes_on_at_once(start: Start) -> None:
    runs = Runs(True, True, False)

    start(runs)

    assert runs.reach(3)
    time.sleep(0.05)
    assert runs.count == 3


def test_it_comes_again_after_a_pause(start: Start) -> None:
    runs = Runs()

    start(runs, every_seconds=0.01)

    assert runs.reach(3)


def test_it_can_be_woken(start: Start) -> None:
    runs = Runs()
    work = start(runs)
    runs.reach(1)

    work.wake()

    assert runs.reach(2)


def test_a_failure_does_not_end_it(start: Start) -> None:
    runs = Runs(LookupError(), LookupError(), True)

    start(runs, every_seconds=0.01)

    assert runs.reach(4)


def test_waking_does_not_make_what_is_broken_try_again_and_again(start: Start) -> None:
    runs = Runs(LookupError(), LookupError(), LookupError())
    work = start(runs, every_seconds=0.2)
    runs.reach(1)

    for _ in range(5):
        work.wake()
        time.sleep(0.01)

    assert runs.count == 1


def test_each_run_has_a_trace_of_its_own(start: Start) -> None:
    traces: list[str] = []
    done = threading.Event()

    def run() -> bool:
        traces.append(tracing.current().trace_id)
        if len(traces) == 2:
            done.set()
        return len(traces) < 2

    start(run)

    assert done.wait(5)
    assert traces[0] != traces[1]


def test_stopping_waits_for_what_is_being_done() -> None:
    began, ended = threading.Event(), threading.Event()

    def run() -> bool:
        began.set()
        time.sleep(0.05)
        ended.set()
        return False

    work = Work("work", run, every_seconds=60)
    work.start()
    began.wait(5)

    work.stop()

    assert ended.is_set()


def test_the_pause_after_failures_grows_to_a_minute_at_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    work = Work("work", Runs(*[LookupError()] * 12), every_seconds=1)

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        if len(pauses) == 12:
            work._stopped.set()
        return True

    monkeypatch.setattr(work._stopped, "wait", wait)
    monkeypatch.setattr("random.uniform", lambda *_: 1.0)
    work._run()

    assert pauses[:3] == [2, 4, 8]
    assert pauses[-1] == 60
