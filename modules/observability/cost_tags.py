"""Tags by which AWS Cost Explorer and budgets can tell costs apart.

Defines: the activation of the tags that every resource carries.
Leaves to the caller: the payer account, which alone may do it, once, and a day after the tags were first seen (source:
"AWS Billing User Guide, Activating user-defined cost allocation tags").
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.ce_cost_allocation_tag import CeCostAllocationTag
from constructs import Construct

TAGS = ("Environment", "Service", "Team")


class CostTags(Construct):
    """Costs by environment, service and team."""

    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        for tag in TAGS:
            CeCostAllocationTag(self, tag.lower(), tag_key=tag, status="Active")
