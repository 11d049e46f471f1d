from __future__ import annotations

import os
import signal
import threading

import pytest

from yard.engine.schedule import in_order

DIAMOND = {"network": (), "platform": ("network",), "data": ("network",), "catalog": ("platform", "data")}


def nothing() -> None:
    """Where nobody presses Ctrl-C."""


def test_each_begins_after_those_it_depends_on() -> None:
    begun: list[str] = []

    def work(name: str) -> str:
        begun.append(name)
        return name.upper()

    outcome = in_order(DIAMOND, work, stop=nothing)

    assert begun[0] == "network"
    assert begun[-1] == "catalog"
    assert list(outcome.done) == list(DIAMOND)
    assert outcome.done["data"] == "DATA"


def test_backwards_each_begins_after_those_that_depend_on_it() -> None:
    begun: list[str] = []

    in_order(DIAMOND, begun.append, stop=nothing, backwards=True)

    assert begun[0] == "catalog"
    assert begun[-1] == "network"


def test_independent_ones_run_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=5)

    outcome = in_order({"one": (), "two": ()}, lambda _: both.wait(), stop=nothing)

    assert not outcome.failed


def test_after_a_failure_nothing_new_begins_and_what_runs_ends() -> None:
    failed = threading.Event()

    def work(name: str) -> str:
        if name == "platform":
            failed.set()
            raise ValueError(name)
        if name == "data":
            assert failed.wait(5)
        return name

    outcome = in_order(DIAMOND, work, stop=nothing)

    assert set(outcome.done) == {"network", "data"}
    assert list(outcome.failed) == ["platform"]
    assert outcome.not_begun == ["catalog"]


def test_what_is_not_among_the_names_is_not_waited_for() -> None:
    assert in_order({"catalog": ("network",)}, str.upper, stop=nothing).done == {"catalog": "CATALOG"}


def test_ctrl_c_stops_what_is_under_way_and_goes_on_its_way() -> None:
    under_way, stopped = threading.Event(), threading.Event()
    begun: list[str] = []

    def work(name: str) -> None:
        begun.append(name)
        under_way.set()
        assert stopped.wait(5)

    def press() -> None:
        assert under_way.wait(5)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=press, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        in_order({"first": (), "second": ("first",)}, work, stop=stopped.set)

    assert stopped.is_set()
    assert begun == ["first"]
