"""A second provider is for us-east-1, and every provider names the account that it may work in.

Why: what a provider of another region makes is in that region, whatever the resource itself says; and a provider
without its account works with whatever credentials are at hand, in whatever account they belong to.

Bad:  provider "aws" { alias = "west", region = "us-west-2" }
Good: provider "aws" { alias = "global", region = "us-east-1", allowed_account_ids = ["111111111111"] }
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.provider.base_check import BaseProviderCheck

from policies.policy import Policy
from policies.stack import Arguments

GLOBAL = "us-east-1"


class ProvidersStayInTheirRegion(Policy, BaseProviderCheck):
    """Fails where a provider names no account or no region, or an alias is for another region than us-east-1."""

    severity_level = "high"
    why = "It would make things where nobody looks, or in the wrong account."
    fix = "Set region and allowed_account_ids; use an alias for us-east-1 only."
    page = (
        "AWS Well-Architected Framework, SEC01-BP01 Separate workloads using accounts and SUS01-BP01 Choose Region"
        " based on both business requirements and sustainability goals"
    )

    def __init__(self) -> None:
        super().__init__(
            name="A provider works in one account, in the environment's region or in us-east-1",
            id="YARD_REGION_2",
            categories=[CheckCategories.CONVENTION],
            supported_provider=["aws"],
        )

    def scan_provider_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Pass where region and account are given and an alias is for us-east-1."""
        self.evaluated_keys = ["region", "allowed_account_ids", "alias"]
        provider = Arguments(conf)
        accounts, region = provider.all("allowed_account_ids"), provider.text("region")
        fits = len(accounts) == 1 and region and (not provider.text("alias") or region == GLOBAL)
        return CheckResult.PASSED if fits else CheckResult.FAILED


check = ProvidersStayInTheirRegion()
