"""Every log group says how long it keeps its events.

Why: CloudWatch keeps them for ever where nothing is said, and bills them for ever.

Bad:  resource "aws_cloudwatch_log_group" "catalog" { name = "/dev/catalog" }
Good: resource "aws_cloudwatch_log_group" "catalog" { name = "/dev/catalog", retention_in_days = 30 }
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

from policies.policy import Policy, scalars

# Source: "Amazon CloudWatch Logs API Reference, PutRetentionPolicy".
LEGAL_DAYS = frozenset(
    {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}
)


class LogGroupsHaveARetention(Policy, BaseResourceCheck):
    """Fails where `retention_in_days` is missing, 0 (for ever) or a number that CloudWatch refuses."""

    severity_level = "medium"
    why = "Without a retention CloudWatch Logs keeps every event for ever, and bills it for ever."
    fix = "Set retention_in_days to a number of days that CloudWatch Logs accepts, such as 30 or 365."
    page = "AWS Foundational Security Best Practices, CloudWatch.16"

    def __init__(self) -> None:
        super().__init__(
            name="Every log group says how long it keeps its events",
            id="YARD_LOG_1",
            categories=[CheckCategories.LOGGING],
            supported_resources=["aws_cloudwatch_log_group"],
        )

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Pass where the retention is one of the legal numbers of days."""
        self.evaluated_keys = ["retention_in_days"]
        days = next(scalars(conf.get("retention_in_days")), None)
        return (
            CheckResult.PASSED if str(days).isdigit() and int(str(days)) in LEGAL_DAYS else CheckResult.FAILED
        )


check = LogGroupsHaveARetention()
