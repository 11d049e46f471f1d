"""CloudWatch dashboard.

Defines: the dashboard.
Leaves to the caller: what is worth looking at (`modules/observability/widgets.py`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from cdktf_cdktf_provider_aws.cloudwatch_dashboard import CloudwatchDashboard
from constructs import Construct

from modules.observability.widgets import Graph, dashboard_body


class Dashboard(Construct):
    """Rows of graphs over the last three hours."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        heading: str,
        region: str,
        rows: Sequence[Sequence[Graph]],
    ) -> None:
        """rows: from what customers feel at the top to what causes it at the bottom."""
        super().__init__(scope, id_)
        graphs = sum(map(len, rows))
        # Source: "Amazon CloudWatch User Guide, CloudWatch service quotas".
        if graphs > 500:
            raise ValueError(f"{name}: {graphs} graphs; a dashboard has at most 500.")
        CloudwatchDashboard(
            self,
            "Default",
            dashboard_name=name,
            dashboard_body=json.dumps(dashboard_body(rows, region=region, heading=heading)),
        )
