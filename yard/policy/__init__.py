"""Policies on what Terraform will really get: checkov's own checks and ours, in one process for all stacks."""

from yard.policy.report import Finding, Report
from yard.policy.run import check

__all__ = ["Finding", "Report", "check"]
