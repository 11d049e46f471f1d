"""CloudWatch log group: encrypted, with an end to what it keeps."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from constructs import Construct

from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow
from modules.security.role import Role

# Source: "Amazon CloudWatch Logs API Reference, PutRetentionPolicy".
RETENTION_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400),
    *(545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
)


class LogGroup(Construct):
    """A log group that the streams of one thing go to."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        retention_days: int,
        key: KmsKey,
        region: str | None = None,
    ) -> None:
        """retention_days: one of RETENTION_DAYS; what is older goes. ValueError for another number.

        region: where it is, and its key, if not where the provider is.
        """
        super().__init__(scope, id_)
        if retention_days not in RETENTION_DAYS:
            allowed = ", ".join(map(str, RETENTION_DAYS))
            raise ValueError(
                f"retention_days: CloudWatch Logs does not know {retention_days}. Use one of {allowed}."
            )
        group = CloudwatchLogGroup(
            self,
            "Default",
            region=region,
            name=name,
            retention_in_days=retention_days,
            kms_key_id=key.arn,
        )
        self.resource = group
        self.name = group.name
        self.arn = group.arn

    def grant_write(self, role: Role) -> None:
        """Let `role` open streams and write events."""
        role.allow(allow(["logs:CreateLogStream", "logs:PutLogEvents"], [f"{self.arn}:*"]))
