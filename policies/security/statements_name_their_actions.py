"""A right names what may be done: no `*`, no `s3:*`, no NotAction, beyond a reviewed list.

Checks what roles, users and groups are allowed; what a statement denies may be as wide as it likes.
Why: a wildcard grows by itself with every action that AWS adds, and nobody reviews that.

Bad:  Action = ["dynamodb:*"]
Good: Action = ["dynamodb:GetItem", "dynamodb:PutItem"]
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.rights import KEYS, KINDS, rights_in
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
    resources = KINDS
    keys = KEYS

    def holds(self, resource: Resource) -> bool | None:
        """True where each allowed action is named or reviewed; None for a role whose rights are elsewhere."""
        rights = rights_in(resource)
        if rights is None:
            return None
        return not any(
            statement.not_actions
            or any(
                not {"*", "?"}.isdisjoint(action) and action not in REVIEWED for action in statement.actions
            )
            for statement in rights
            if statement.allows
        )


check = StatementsNameTheirActions()
