"""What the CloudWatch agent on EKS nodes measures: nothing, the cluster's services, or every pod and container.

Metrics come as log events in embedded metric format, in one log group, from which CloudWatch makes them.
Sources: "Amazon CloudWatch User Guide, Amazon EKS and Kubernetes Container Insights with enhanced observability
metrics" (charged by observation) and "Amazon EKS and Kubernetes Container Insights metrics" (charged as custom
metrics); "Install the CloudWatch agent with the Amazon CloudWatch Observability EKS add-on", agent.config.
"""

from __future__ import annotations

from typing import Any, Literal

Depth = Literal["disabled", "enabled", "enhanced"]


def performance_log_group(cluster: str) -> str:
    """The one name that the agent writes to."""
    return f"/aws/containerinsights/{cluster}/performance"


def agent_configuration(cluster: str, depth: Depth) -> dict[str, Any]:
    """The agent's part of the configuration of the add-on amazon-cloudwatch-observability.

    Without it the agent would measure everything (`enhanced`) and trace applications (Application Signals) too.
    """
    if depth == "disabled":
        return {"logs": {"metrics_collected": {}}}
    measured = {"cluster_name": cluster, "enhanced_container_insights": depth == "enhanced"}
    return {"logs": {"metrics_collected": {"kubernetes": measured}}}
