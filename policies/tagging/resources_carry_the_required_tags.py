"""Every resource carries the tags that say whose it is.

Checks the provider's `default_tags`, which hashicorp/aws puts on every resource that can be tagged.
Why: cost per service, ownership and clean-up all start from tags; an untagged resource belongs to nobody.

Bad:  provider "aws" { region = "eu-west-1" }
Good: provider "aws" { default_tags { tags = { Environment = "dev", Service = "catalog", Team = "merchandising",
                                              ManagedBy = "stackyard", Repository = "shop" } } }
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.provider.base_check import BaseProviderCheck

from policies.policy import Policy, blocks, mapping, scalars

REQUIRED = ("Environment", "Service", "Team", "ManagedBy", "Repository")


class ResourcesCarryTheRequiredTags(Policy, BaseProviderCheck):
    """Fails where a required tag is missing or empty, or ManagedBy is not `stackyard`."""

    severity_level = "medium"
    why = "A resource without these tags belongs to nobody: no bill, no owner, no clean-up."
    fix = f"Give the provider default_tags with {', '.join(REQUIRED)}; ManagedBy is stackyard."
    page = "AWS Well-Architected Framework, OPS01-BP02 and COST03-BP02; Tagging Best Practices (whitepaper)"

    def __init__(self) -> None:
        super().__init__(
            name="Every resource carries the required tags",
            id="YARD_TAG_1",
            categories=[CheckCategories.CONVENTION],
            supported_provider=["aws"],
        )

    def scan_provider_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Pass where every required tag has a value."""
        self.evaluated_keys = ["default_tags/tags"]
        tags: dict[str, str] = {}
        for block in blocks(conf.get("default_tags")):
            for key, value in mapping(block.get("tags")).items():
                tags[key] = next((str(scalar) for scalar in scalars(value)), "")
        complete = all(tags.get(key) for key in REQUIRED) and tags["ManagedBy"] == "stackyard"
        return CheckResult.PASSED if complete else CheckResult.FAILED


check = ResourcesCarryTheRequiredTags()
