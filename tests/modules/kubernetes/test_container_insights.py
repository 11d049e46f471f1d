"""What the CloudWatch agent on nodes is told to measure."""

from __future__ import annotations

from typing import Any

import pytest

from modules.kubernetes.container_insights import Depth, agent_configuration, performance_log_group


@pytest.mark.parametrize(
    ("depth", "measured"),
    [
        ("disabled", {}),
        ("enabled", {"kubernetes": {"cluster_name": "dev", "enhanced_container_insights": False}}),
        ("enhanced", {"kubernetes": {"cluster_name": "dev", "enhanced_container_insights": True}}),
    ],
)
def test_it_measures_what_the_environment_chose_and_traces_nothing(
    depth: Depth, measured: dict[str, Any]
) -> None:
    assert agent_configuration("dev", depth) == {"logs": {"metrics_collected": measured}}


def test_the_agent_knows_one_group_to_write_to() -> None:
    assert performance_log_group("dev") == "/aws/containerinsights/dev/performance"
