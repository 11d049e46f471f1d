"""A right names what may be done: no `*`, no `s3:*`, no NotAction, beyond a reviewed list.

Checks what roles, users and groups are allowed; what a statement denies may be as wide as it likes.
Why: a wildcard grows by itself with every action that AWS adds, and nobody reviews that.

Bad:  Action = ["dynamodb:*"]
Good: Action = ["dynamodb:GetItem", "dynamodb:PutItem"]
"""

from __future__ import annotations

from policies.documents import statements
from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

# Families of one action with and without plain text, which the AWS KMS Developer Guide itself writes so.
REVIEWED = frozenset({"kms:GenerateDataKey*", "kms:ReEncrypt*"})


class StatementsNameTheirActions(ResourcePolicy):
    """Fails where an allowed action holds a wildcard that nobody reviewed, or everything but some is allowed."""

    identifier = "YARD_IAM_1"
    title = "A right names the actions that it allows"
    severity_level = "high"
    why = "A wildcard allows what nobody asked for, and more with every action that AWS adds."
    fix = (
        "List the actions that the code calls; a wildcard that was reviewed goes into REVIEWED in"
        " policies/security/statements_name_their_actions.py."
    )
    page = (
        "AWS Well-Architected Framework, SEC03-BP02 Grant least privilege access;"
        " AWS Foundational Security Best Practices, IAM.21"
    )
    resources = ("aws_iam_role_policy", "aws_iam_policy", "aws_iam_user_policy", "aws_iam_group_policy")
    keys = ("policy",)

    def holds(self, resource: Resource) -> bool:
        """True where each allowed action is named or reviewed."""
        return not any(
            statement.not_actions
            or any("*" in action and action not in REVIEWED for action in statement.actions)
            for statement in statements(resource.arguments.raw("policy"))
            if statement.allows
        )


check = StatementsNameTheirActions()
