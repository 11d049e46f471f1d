"""Flow logs of a VPC: who talked to whom, accepted or rejected.

Defines: the flow log, its log group, the role that writes to it.
Leaves to the caller: the key; who reads the logs.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.flow_log import FlowLog as FlowLogResource
from constructs import Construct

from modules.arn import arn
from modules.observability.log_group import LogGroup
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow
from modules.security.role import Role


class FlowLog(Construct):
    """All traffic of a VPC, in CloudWatch Logs, one record a minute and connection."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        vpc_id: str,
        role_name: str,
        log_group_name: str,
        retention_days: int,
        account: str,
        region: str,
        key: KmsKey,
    ) -> None:
        super().__init__(scope, id_)
        group = LogGroup(self, "log-group", name=log_group_name, retention_days=retention_days, key=key)
        role = Role(
            self,
            "role",
            name=role_name,
            description="Writes the VPC's flow logs",
            service="vpc-flow-logs.amazonaws.com",
            account=account,
            source_arn=arn("ec2", region, account, "vpc-flow-log/*"),
        )
        # The group exists, so the right to create groups in "VPC User Guide, IAM role for publishing flow logs to
        # CloudWatch Logs" is left out.
        group.grant_write(role)
        role.allow(allow(["logs:DescribeLogStreams"], [f"{group.arn}:*"]))
        FlowLogResource(
            self,
            "Default",
            vpc_id=vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=group.arn,
            iam_role_arn=role.arn,
            max_aggregation_interval=60,
            depends_on=role.dependencies,
        )
