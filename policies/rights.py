"""The rights that roles, users and groups have, wherever they are written."""

from __future__ import annotations

from policies.documents import Statement, statements
from policies.stack import Resource

# Where each kind writes them; a role may hold them in blocks of its own.
KINDS = (
    "aws_iam_role_policy",
    "aws_iam_policy",
    "aws_iam_user_policy",
    "aws_iam_group_policy",
    "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
)
KEYS = ("policy", "inline_policy")


def rights_in(resource: Resource) -> list[Statement] | None:
    """The statements of all policies in `resource`; None for a role that holds none itself."""
    arguments = resource.arguments
    if resource.kind == "aws_iam_role":
        written = [
            policy
            for block in arguments.blocks("inline_policy")
            if (policy := block.raw("policy")) is not None
        ]
        return [statement for policy in written for statement in statements(policy)] if written else None
    key = "inline_policy" if resource.kind.startswith("aws_ssoadmin") else "policy"
    return statements(arguments.raw(key))
