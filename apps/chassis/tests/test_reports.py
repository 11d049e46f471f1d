from __future__ import annotations

from collections.abc import Iterable
from threading import Event

import pytest
from chassis import reports, tracing
from chassis.reports import Answered, Reports


class Sink:
    """Takes reports."""

    def __init__(self) -> None:
        self.batches: list[list[Answered]] = []
        self.came = Event()

    def write(self, requests: Iterable[Answered]) -> None:
        batch = list(requests)
        if batch:
            self.batches.append(batch)
            self.came.set()


@pytest.fixture
def answered() -> Answered:
    return Answered(tracing.start(), "GET", "/", None, 404, 0.1, 1_700_000_000.0)


def test_a_request_is_reported_at_once(answered: Answered) -> None:
    sink = Sink()

    Reports(sink.write).add(answered)

    assert sink.batches == [[answered]]


def test_in_batches_nothing_is_lost_and_the_order_is_kept(answered: Answered) -> None:
    sink = Sink()
    some = Reports(sink.write)
    some.batch()
    many = [answered._replace(status=200 + number) for number in range(50)]

    for one in many:
        some.add(one)
    came = sink.came.wait(5)
    some.flush()

    assert came
    assert [one for batch in sink.batches for one in batch] == many


def test_what_waits_is_bounded(answered: Answered, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "MOST_WAITING", 3)
    monkeypatch.setattr(reports, "BATCH_SECONDS", 60)
    sink = Sink()
    some = Reports(sink.write)
    some.batch()

    for _ in range(4):
        some.add(answered)

    assert [len(batch) for batch in sink.batches] == [3]
