from __future__ import annotations

from modules.observability.metric import Metric
from modules.observability.signal import Signal

ERRORS = Metric("AWS/Lambda", "Errors", {"FunctionName": "f"}, "Sum")
CALLS = Metric("AWS/Lambda", "Invocations", {"FunctionName": "f"}, "Sum")


def test_a_threshold_makes_an_alarm_of_it() -> None:
    assert Signal("errors", "Errors", "Bad.", {"errors": ERRORS}, above=0).alarms
    assert Signal("errors", "Errors", "Bad.", {"errors": ERRORS}, below=1).alarms


def test_without_one_it_is_a_graph_only() -> None:
    assert not Signal("errors", "Errors", "", {"errors": ERRORS}).alarms


def test_its_graph_shows_what_the_share_is_made_of() -> None:
    signal = Signal(
        "errors",
        "Calls and errors",
        "Bad.",
        {"errors": ERRORS, "calls": CALLS},
        "100 * errors / calls",
        above=5,
        unit="a minute",
    )

    assert (signal.graph.title, signal.graph.lines, signal.graph.unit) == (
        "Calls and errors",
        [ERRORS, CALLS],
        "a minute",
    )
