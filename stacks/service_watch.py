"""What is watched of one service: an alarm for each signal that has a threshold, one dashboard with all of them."""

from __future__ import annotations

from collections.abc import Sequence

from modules import names
from modules.observability.dashboard import Dashboard
from modules.observability.signal import Signal
from stacks.environment_stack import EnvironmentStack

GRAPHS_IN_A_ROW = 3


class ServiceWatch:
    """Makes alarms and dashboard in the service's own stack.

    alarms: names, by signal.
    """

    def __init__(self, stack: EnvironmentStack, signals: Sequence[Signal], *, topic_arn: str) -> None:
        self.alarms: dict[str, str] = {}
        for signal in signals:
            if signal.alarms:
                alarm = signal.make_alarm(
                    stack,
                    f"alarm-{signal.id}",
                    name=names.name(stack.environment.name, stack.part, signal.id),
                    description=f"{stack.part} in {stack.environment.name}: {signal.meaning}",
                    topics=[topic_arn],
                )
                self.alarms[signal.id] = alarm.name
        graphs = [signal.graph for signal in signals]
        if graphs:
            Dashboard(
                stack,
                "dashboard",
                name=stack.resource_name(),
                heading=f"{stack.part} in {stack.environment.name}",
                region=stack.environment.region,
                rows=[graphs[i : i + GRAPHS_IN_A_ROW] for i in range(0, len(graphs), GRAPHS_IN_A_ROW)],
            )
