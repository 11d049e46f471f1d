"""CloudWatch alarm on a metric, or on an expression over several.

Defines: the alarm.
Leaves to the caller: the topic that it tells; what is worth waking somebody for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import (
    CloudwatchMetricAlarm,
    CloudwatchMetricAlarmMetricQuery,
    CloudwatchMetricAlarmMetricQueryMetric,
)
from constructs import Construct

from modules.observability.metric import Metric

PERIOD_SECONDS = 60
PLAIN = ("Average", "Maximum", "Minimum", "SampleCount", "Sum")
# Source: "Amazon CloudWatch API Reference, PutMetricAlarm": a metric alarm looks back a day at the most.
LONGEST_MINUTES = 24 * 60
Missing = Literal["breaching", "notBreaching", "ignore", "missing"]


class Alarm(Construct):
    """Tells `topics` when it begins and when it is over."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        description: str,
        metrics: Mapping[str, Metric],
        expression: str | None = None,
        above: float | None = None,
        below: float | None = None,
        minutes: int,
        of_minutes: int,
        missing: Missing = "notBreaching",
        topics: Sequence[str] = (),
    ) -> None:
        """metrics: id -> metric; one of them, or as many as `expression` names (`100 * errors / requests`).

        above, below: one of them; the alarm begins when so many of the last minutes are on the wrong side.
        minutes, of_minutes: 3 of 5, say; 1 to 1440. missing: what a minute without data counts as.
        description: what happened, in words for whoever is woken, and what to look at.
        topics: ARNs.
        """
        super().__init__(scope, id_)
        if (above is None) == (below is None):
            raise ValueError(f"{name}: give `above` or `below`, one of the two.")
        if not 1 <= minutes <= of_minutes <= LONGEST_MINUTES:
            raise ValueError(
                f"{name}: {minutes} of {of_minutes} minutes. Use 1 to 1440, the first no larger."
            )
        if (expression is None) != (len(metrics) == 1):
            raise ValueError(f"{name}: one metric stands alone; several need an expression.")
        (only,) = metrics.values() if expression is None else (None,)
        percentile = only is not None and only.statistic not in PLAIN
        alarm = CloudwatchMetricAlarm(
            self,
            "Default",
            alarm_name=name,
            alarm_description=description,
            comparison_operator="GreaterThanThreshold" if above is not None else "LessThanThreshold",
            threshold=above if above is not None else below,
            evaluation_periods=of_minutes,
            datapoints_to_alarm=minutes,
            treat_missing_data=missing,
            namespace=only.namespace if only else None,
            metric_name=only.name if only else None,
            dimensions=dict(only.dimensions) if only else None,
            statistic=only.statistic if only and not percentile else None,
            extended_statistic=only.statistic if only and percentile else None,
            period=PERIOD_SECONDS if only else None,
            # With few requests a percentile jumps (source: "Amazon CloudWatch User Guide, Percentile-based alarms and
            # low data samples").
            evaluate_low_sample_count_percentiles="ignore" if percentile else None,
            metric_query=None if expression is None else _queries(metrics, expression, description),
            alarm_actions=list(topics) or None,
            ok_actions=list(topics) or None,
        )
        self.name = name
        # For what is to act on the alarm and names it.
        self.dependencies: list[ITerraformDependable] = [alarm]


def _queries(
    metrics: Mapping[str, Metric], expression: str, label: str
) -> list[CloudwatchMetricAlarmMetricQuery]:
    return [
        CloudwatchMetricAlarmMetricQuery(
            id="result", expression=expression, label=label.partition(".")[0], return_data=True
        ),
        *(
            CloudwatchMetricAlarmMetricQuery(
                id=id_,
                metric=CloudwatchMetricAlarmMetricQueryMetric(
                    namespace=metric.namespace,
                    metric_name=metric.name,
                    dimensions=dict(metric.dimensions),
                    stat=metric.statistic,
                    period=PERIOD_SECONDS,
                ),
            )
            for id_, metric in metrics.items()
        ),
    ]
