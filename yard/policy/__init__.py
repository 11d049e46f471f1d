"""Policies on what Terraform will really get: checkov's own checks and ours, in one process for all stacks."""

from yard.policy.exceptions import known_environments
from yard.policy.report import Finding, Report
from yard.policy.run import Judged, check, judged, report_on
from yard.policy.unchanged import Unchanged

__all__ = ["Finding", "Judged", "Report", "Unchanged", "check", "judged", "known_environments", "report_on"]
