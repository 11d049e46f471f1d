"""What holds of everything that is watched."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cdktf import TerraformStack

from modules.observability.signal import Signal
from tests.modules.synthesised import synthesise

# Functions of "Amazon CloudWatch User Guide, Using metric math" that the signals use.
FUNCTIONS = {"FILL", "IF"}


def assert_sound(signals: Sequence[Signal]) -> None:
    """Each can be an alarm that CloudWatch takes and that tells whoever is woken what to do, or is a graph only."""
    assert len({signal.id for signal in signals}) == len(signals)
    for signal in signals:
        assert signal.title
        assert len({(metric.namespace, metric.name) for metric in signal.metrics.values()}) == len(
            signal.metrics
        )
        if signal.expression is not None:
            assert set(re.findall(r"[A-Za-z]+", signal.expression)) - FUNCTIONS == set(signal.metrics)
        if signal.alarms:
            assert signal.meaning.endswith(".")
            assert alarm(signal)["alarm_description"] == signal.meaning


def alarm(signal: Signal) -> dict[str, object]:
    """The alarm that it becomes."""

    def build(stack: TerraformStack) -> None:
        signal.make_alarm(
            stack, signal.id, name=f"dev-shop-{signal.id}", description=signal.meaning, topics=[]
        )

    return synthesise(build).only("aws_cloudwatch_metric_alarm")


def named(signals: Sequence[Signal], id_: str) -> Signal:
    """The one of that id."""
    (found,) = [signal for signal in signals if signal.id == id_]
    return found
