"""Nothing is made in a way that no rule can look into.

Checks for stacks of CloudFormation, for Cloud Control, and for programs that Terraform runs (provisioners). A template
whose types are all reviewed is let pass.
Why: a bucket that a program makes is not in the plan: no rule judges it, no state knows it, nobody destroys it.

Bad:  resource "terraform_data" "x" { provisioner "local-exec" { command = "aws s3 mb s3://x" } }
Good: resource "aws_s3_bucket" "x" {}
"""

from __future__ import annotations

import json

from policies.policy import mapping
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource

TEMPLATES = ("aws_cloudformation_stack", "aws_cloudformation_stack_set")
NEVER = (
    "aws_cloudcontrolapi_resource",
    "aws_serverlessapplicationrepository_cloudformation_stack",
    "aws_servicecatalog_provisioned_product",
)
# What Terraform cannot do: move an alias by CodeDeploy (docs/decisions/0012-an-alias-is-moved-by-codedeploy.md).
REVIEWED_TYPES = frozenset({"AWS::Lambda::Alias"})


class ResourcesCanBeJudged(ResourcePolicy):
    """Fails for a template with a type that was not reviewed, for a resource of another tool, and for a program."""

    identifier = "YARD_READ_1"
    title = "Nothing is made in a way that no rule can look into"
    severity_level = "high"
    why = "What a template or a program makes is in no plan: no rule judges it, and no state knows it."
    fix = "Write it as a resource of the provider; a type that Terraform lacks goes into REVIEWED_TYPES."
    page = (
        "AWS Well-Architected Framework, OPS05-BP10 Fully automate integration and deployment and SEC01-BP06 Automate"
        " deployment of standard security controls"
    )
    resources = ("*",)
    keys = ("template_body", "provisioner")

    def holds(self, resource: Resource) -> bool | None:
        """None for what is no template and runs no program."""
        if resource.kind in NEVER or resource.arguments.raw("provisioner"):
            return False
        return _is_reviewed(resource.arguments) if resource.kind in TEMPLATES else None


def _is_reviewed(arguments: Arguments) -> bool:
    """Whether the template is here and all its types are known; it may not be kept elsewhere."""
    written = arguments.raw("template_body")
    template = mapping(written)
    if not template:
        try:
            template = json.loads(arguments.text("template_body"))
        except ValueError:
            return False
    resources = [mapping(one) for one in mapping(template.get("Resources")).values()]
    types = {str(next(iter(_texts(one.get("Type"))), "")) for one in resources}
    return bool(types) and types <= REVIEWED_TYPES and "Transform" not in template


def _texts(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


check = ResourcesCanBeJudged()
