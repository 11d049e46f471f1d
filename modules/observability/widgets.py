"""The widgets of a CloudWatch dashboard, laid out in rows.

Source of all names: "Amazon CloudWatch API Reference, Dashboard body structure and syntax".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from modules.literal import literal
from modules.observability.metric import Metric

GRID_WIDTH = 24
HEIGHT = 6
PERIOD_SECONDS = 60


@dataclass(frozen=True)
class Search:
    """As many lines as CloudWatch finds, also of services that come later.

    schema: the namespace and the names of dimensions, with commas. query: what must match, such as
    `MetricName="RequestCount"`. Source: "Amazon CloudWatch User Guide, Search expression syntax".
    """

    schema: str
    query: str
    statistic: str
    # CloudWatch, not Terraform, reads it (source: "Amazon CloudWatch User Guide, Using dynamic labels").
    label: str = literal("${PROP('Dim.ServiceName')}")


@dataclass(frozen=True)
class Graph:
    """One widget. unit: what the axis says, such as `percent`."""

    title: str
    lines: Sequence[Metric | Search]
    unit: str = ""
    stacked: bool = False


def dashboard_body(rows: Sequence[Sequence[Graph]], *, region: str, heading: str) -> dict[str, Any]:
    """The body of a dashboard: a heading, then a row of graphs of equal width for each of `rows` (1 to 4 a row)."""
    widgets: list[dict[str, Any]] = [
        {
            "type": "text",
            "x": 0,
            "y": 0,
            "width": GRID_WIDTH,
            "height": 1,
            "properties": {"markdown": f"# {heading}", "background": "transparent"},
        }
    ]
    for number, row in enumerate(rows):
        if not 1 <= len(row) <= 4:
            raise ValueError(f"a row of {len(row)} graphs: use 1 to 4, so that they can be read.")
        width = GRID_WIDTH // len(row)
        for place, graph in enumerate(row):
            widgets.append(
                {
                    "type": "metric",
                    "x": place * width,
                    "y": 1 + number * HEIGHT,
                    "width": width,
                    "height": HEIGHT,
                    "properties": _properties(graph, region),
                }
            )
    return {"start": "-PT3H", "periodOverride": "inherit", "widgets": widgets}


def _properties(graph: Graph, region: str) -> dict[str, Any]:
    return {
        "title": graph.title,
        "view": "timeSeries",
        "stacked": graph.stacked,
        "region": region,
        "period": PERIOD_SECONDS,
        "metrics": [_line(line, number) for number, line in enumerate(graph.lines)],
        "yAxis": {"left": {"min": 0, "label": graph.unit, "showUnits": False}},
    }


def _line(line: Metric | Search, number: int) -> list[Any]:
    if isinstance(line, Search):
        expression = f"SEARCH('{{{line.schema}}} {line.query}', '{line.statistic}', {PERIOD_SECONDS})"
        return [{"expression": expression, "id": f"e{number}", "label": line.label}]
    named = [part for pair in line.dimensions.items() for part in pair]
    return [line.namespace, line.name, *named, {"stat": line.statistic, "label": line.label or line.name}]
