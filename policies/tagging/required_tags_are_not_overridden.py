"""No resource puts another value on a required tag.

Why: a tag on the resource wins over the provider's; a bill or a clean-up by tag then misses it.

Bad:  resource "aws_sqs_queue" "orders" { tags = { Environment = "test" } }
Good: resource "aws_sqs_queue" "orders" { tags = { Name = "dev-orders" } }
"""

from __future__ import annotations

from policies.policy import mapping
from policies.resource_policy import ResourcePolicy
from policies.stack import Resource
from policies.tagging.resources_carry_the_required_tags import REQUIRED


class RequiredTagsAreNotOverridden(ResourcePolicy):
    """Fails where a resource's own tags hold one of the required ones, in any case of letters."""

    identifier = "YARD_TAG_2"
    title = "No resource puts another value on a required tag"
    severity_level = "low"
    why = "The resource's own tag wins, and bills and clean-ups by tag miss it."
    fix = "Take the tag out of the resource; the provider's default_tags say it for the whole stack."
    page = "AWS Well-Architected Framework, COST03-BP02 Add organization information to cost and usage"
    resources = ("aws_*",)
    keys = ("tags",)

    def holds(self, resource: Resource) -> bool | None:
        """True where the required tags are left alone; None without tags of its own."""
        tags = mapping(resource.arguments.raw("tags"))
        if not tags:
            return None
        return not {key.lower() for key in tags} & {key.lower() for key in REQUIRED}


check = RequiredTagsAreNotOverridden()
