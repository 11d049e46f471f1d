"""VPC flow logs into a log group of their own.

Defines: log group, role that only the flow logs of this account may take, flow log of all traffic.
Leaves to the caller: the key of the log group.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.flow_log import FlowLog
from constructs import Construct

from modules.observability.log_group import LogGroup
from modules.security.role import Role


class FlowLogs(Construct):
    """All traffic of a VPC, accepted and rejected, aggregated over ten minutes."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        vpc_id: str,
        account: str,
        region: str,
        key_arn: str,
        retention_days: int,
    ) -> None:
        super().__init__(scope, id)
        log_group = LogGroup(
            self, "log-group", name=f"/{name}/flow-logs", retention_days=retention_days, key_arn=key_arn
        )
        # Source: "Amazon VPC User Guide, IAM role for publishing flow logs to CloudWatch Logs".
        role = Role(
            self,
            "role",
            name=f"{name}-flow-logs",
            service="vpc-flow-logs.amazonaws.com",
            account=account,
            source_arn=f"arn:aws:ec2:{region}:{account}:vpc-flow-log/*",
        )
        role.allow(
            "write-logs",
            actions=["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
            resources=[log_group.arn, f"{log_group.arn}:*"],
        )
        FlowLog(
            self,
            "flow-log",
            vpc_id=vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=log_group.arn,
            iam_role_arn=role.arn,
            max_aggregation_interval=600,
            tags={"Name": name},
        )
