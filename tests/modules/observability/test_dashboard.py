from __future__ import annotations

import json

import pytest
from cdktf import TerraformStack

from modules.observability.dashboard import Dashboard
from modules.observability.metric import Metric
from modules.observability.widgets import Graph, Search, dashboard_body
from tests.modules.synthesised import synthesise

REQUESTS = Graph(
    "Requests", [Metric("AWS/ApplicationELB", "RequestCount", {"LoadBalancer": "app/a/1"}, "Sum")]
)


def test_graphs_of_a_row_share_the_width_and_rows_do_not_overlap() -> None:
    widgets = dashboard_body([[REQUESTS, REQUESTS], [REQUESTS]], region="eu-west-1", heading="dev")["widgets"]

    places = [(one["x"], one["y"], one["width"], one["height"]) for one in widgets]
    assert places == [(0, 0, 24, 1), (0, 1, 12, 6), (12, 1, 12, 6), (0, 7, 24, 6)]


def test_a_metric_is_written_as_cloudwatch_reads_it() -> None:
    (_, widget) = dashboard_body([[REQUESTS]], region="eu-west-1", heading="dev")["widgets"]

    assert widget["properties"]["metrics"] == [
        [
            "AWS/ApplicationELB",
            "RequestCount",
            "LoadBalancer",
            "app/a/1",
            {"stat": "Sum", "label": "RequestCount"},
        ]
    ]


def test_a_search_finds_services_that_come_later() -> None:
    graph = Graph(
        "CPU", [Search("AWS/ECS,ClusterName,ServiceName", 'MetricName="CPUUtilization"', "Average")]
    )

    (_, widget) = dashboard_body([[graph]], region="eu-west-1", heading="dev")["widgets"]
    assert widget["properties"]["metrics"] == [
        [
            {
                "expression": "SEARCH('{AWS/ECS,ClusterName,ServiceName} "
                "MetricName=\"CPUUtilization\"', 'Average', 60)",
                "id": "e0",
                "label": "$${PROP('Dim.ServiceName')}",
            }
        ]
    ]


def test_a_row_that_nobody_could_read_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a row of 5 graphs: use 1 to 4"):
        dashboard_body([[REQUESTS] * 5], region="eu-west-1", heading="dev")


def test_the_body_is_json() -> None:
    def build(stack: TerraformStack) -> None:
        Dashboard(stack, "d", name="dev", heading="dev", region="eu-west-1", rows=[[REQUESTS]])

    made = synthesise(build).only("aws_cloudwatch_dashboard")
    assert json.loads(made["dashboard_body"])["widgets"]
