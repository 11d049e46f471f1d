"""What is watched of one thing: a graph for those who look, an alarm for those who sleep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from constructs import Construct

from modules.observability.alarm import Alarm, Missing
from modules.observability.metric import Metric
from modules.observability.widgets import Graph


@dataclass(frozen=True)
class Signal:
    """id: of the alarm's construct and name (`errors`, `queue-orders-age`).

    title: of the graph. meaning: what it means that it is above or below its threshold, and where to look.
    metrics, expression, above, below, minutes, of_minutes, missing: as `Alarm` takes them; neither above nor below
    makes a graph only. unit: what the graph's axis says.
    """

    id: str
    title: str
    meaning: str
    metrics: Mapping[str, Metric]
    expression: str | None = None
    above: float | None = None
    below: float | None = None
    minutes: int = 3
    of_minutes: int = 5
    missing: Missing = "notBreaching"
    unit: str = ""

    @property
    def alarms(self) -> bool:
        """Whether somebody is told."""
        return self.above is not None or self.below is not None

    def make_alarm(
        self, scope: Construct, id_: str, *, name: str, description: str, topics: Sequence[str]
    ) -> Alarm:
        """The alarm of a signal that `alarms`. name, description, topics: as `Alarm` takes them."""
        return Alarm(
            scope,
            id_,
            name=name,
            description=description,
            metrics=self.metrics,
            expression=self.expression,
            above=self.above,
            below=self.below,
            minutes=self.minutes,
            of_minutes=self.of_minutes,
            missing=self.missing,
            topics=topics,
        )

    @property
    def graph(self) -> Graph:
        """Its metrics as they come, without the expression."""
        return Graph(self.title, list(self.metrics.values()), unit=self.unit)
