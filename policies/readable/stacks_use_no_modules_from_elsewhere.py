"""A stack uses no Terraform module: what is in one is not in the stack's JSON, and no rule sees it.

Why: the resources of a module are known only after `terraform init` has fetched it, from wherever it is, in whatever
version it is then.

Bad:  module "bucket" { source = "terraform-aws-modules/s3-bucket/aws" }
Good: a construct in modules/
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.module.base_module_check import BaseModuleCheck

from policies.policy import Policy


class StacksUseNoModulesFromElsewhere(Policy, BaseModuleCheck):
    """Fails for every module call."""

    severity_level = "high"
    why = "The resources of a module are fetched when it is applied: no rule has judged them."
    fix = "Write a construct in modules/ with the resources that are needed."
    page = "AWS Well-Architected Framework, SEC11-BP05 Centralize services for packages and dependencies"

    def __init__(self) -> None:
        super().__init__(
            name="A stack uses no Terraform module",
            id="YARD_READ_2",
            categories=[CheckCategories.SUPPLY_CHAIN],
        )

    def scan_module_conf(self, conf: dict[str, Any]) -> CheckResult:  # noqa: ARG002  # that there is one is the fault
        """Fail."""
        self.evaluated_keys = ["source"]
        return CheckResult.FAILED


check = StacksUseNoModulesFromElsewhere()
