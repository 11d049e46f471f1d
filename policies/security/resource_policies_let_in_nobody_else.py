"""What holds data lets in this account only, and services only on its behalf.

Checks the policies of buckets, queues, topics, keys, secrets, repositories and functions: everybody and other
accounts get nothing; a service principal gets something under a condition (aws:SourceAccount, aws:SourceArn, or the
encryption context that names the account); `kms:*` and the like are for the account's own root alone.
Why: such a policy opens data past every role, and `*` opens it to the whole world.

Bad:  Principal = "*", Action = "s3:GetObject"
Good: Principal = { Service = "logging.s3.amazonaws.com" }, Condition = { StringEquals = { "aws:SourceAccount" = … } }
"""

from __future__ import annotations

from policies.documents import Statement, statements
from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

CONDITIONS = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "kms:encryptioncontext")
REVIEWED_ACTIONS = frozenset({"kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"})


class ResourcePoliciesLetInNobodyElse(ResourcePolicy):
    """Fails where a statement lets in everybody, another account, or a service on anybody's behalf."""

    identifier = "YARD_IAM_7"
    title = "What holds data lets in this account only, and services only on its behalf"
    severity_level = "critical"
    why = "A policy on the data itself opens it past every role, to strangers if it says so."
    fix = "Name the account's root or a role as principal; give a service principal aws:SourceAccount."
    page = (
        "AWS Well-Architected Framework, SEC03-BP07 Analyze public and cross-account access; AWS Foundational"
        " Security Best Practices, S3.6"
    )
    resources = (
        "aws_s3_bucket_policy",
        "aws_sqs_queue_policy",
        "aws_sns_topic_policy",
        "aws_kms_key",
        "aws_secretsmanager_secret_policy",
        "aws_ecr_repository_policy",
        "aws_dynamodb_resource_policy",
    )
    keys = ("policy",)

    def holds(self, resource: Resource) -> bool | None:
        """True where each allowing statement is narrow; None for a key with AWS's own policy."""
        policy = resource.arguments.raw("policy")
        if policy is None:
            return None
        account = self.stack.account
        return all(_is_narrow(statement, account) for statement in statements(policy) if statement.allows)


def _is_narrow(statement: Statement, account: str) -> bool:
    if (
        statement.not_principals
        or statement.not_actions
        or statement.not_resources
        or not statement.principals
    ):
        return False
    conditioned = any(condition.key.startswith(CONDITIONS) for condition in statement.conditions)
    for kind, names in statement.principals.items():
        if kind == "Service":
            wide = any("*" in action and action not in REVIEWED_ACTIONS for action in statement.actions)
            if wide or not conditioned:
                return False
        elif not all(_is_ours(name, account) for name in names):
            return False
    return True


def _is_ours(principal: str, account: str) -> bool:
    if "aws_iam_role." in principal:
        return True
    return bool(principal.strip("*")) and (account in principal if account else principal.startswith("arn:"))


check = ResourcePoliciesLetInNobodyElse()
