"""A CloudWatch metric: what alarms watch and dashboards show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Metric:
    """One metric, read by one statistic.

    dimensions: name -> value. statistic: `Sum`, `Average`, `Maximum`, `Minimum`, `SampleCount`, or a percentile
    such as `p99` (source: "Amazon CloudWatch User Guide, CloudWatch statistics definitions").
    """

    namespace: str
    name: str
    dimensions: Mapping[str, str]
    statistic: str
    label: str = ""
