"""What holds data lets in this account only, and services only on its behalf.

Checks the policies of buckets, queues, topics, keys, secrets, repositories, functions and whatever else has one, in a
resource of their own or in an argument: everybody and other
accounts get nothing; a service principal gets something under a condition (aws:SourceAccount, aws:SourceArn, or the
encryption context that names the account); `kms:*` and the like are for the account's own root alone.
Why: such a policy opens data past every role, and `*` opens it to the whole world.

Bad:  Principal = "*", Action = "s3:GetObject"
Good: Principal = { Service = "logging.s3.amazonaws.com" }, Condition = { StringEquals = { "aws:SourceAccount" = … } }
"""

from __future__ import annotations

from policies.documents import Condition, Statement, statements
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource

CONDITIONS = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "kms:encryptioncontext")
POSITIVE = ("stringequals", "stringlike", "arnequals", "arnlike")
# Kind -> the argument that holds the policy; those that have a resource of their own may also hold it themselves.
POLICY = {
    "aws_backup_vault_policy": "policy",
    "aws_cloudwatch_event_bus_policy": "policy",
    "aws_cloudwatch_log_resource_policy": "policy_document",
    "aws_dynamodb_resource_policy": "policy",
    "aws_ecr_registry_policy": "policy",
    "aws_ecr_repository_policy": "policy",
    "aws_efs_file_system_policy": "policy",
    "aws_elasticsearch_domain_policy": "access_policies",
    "aws_glacier_vault": "access_policy",
    "aws_glue_resource_policy": "policy",
    "aws_kinesis_resource_policy": "policy",
    "aws_kms_external_key": "policy",
    "aws_kms_key": "policy",
    "aws_kms_key_policy": "policy",
    "aws_opensearch_domain": "access_policies",
    "aws_opensearch_domain_policy": "access_policies",
    "aws_s3_access_point": "policy",
    "aws_s3_bucket": "policy",
    "aws_s3_bucket_policy": "policy",
    "aws_s3control_access_point_policy": "policy",
    "aws_secretsmanager_secret": "policy",
    "aws_secretsmanager_secret_policy": "policy",
    "aws_sns_topic": "policy",
    "aws_sns_topic_policy": "policy",
    "aws_sqs_queue": "policy",
    "aws_sqs_queue_policy": "policy",
}
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
    resources = (*POLICY, "aws_lambda_permission")
    keys = ("policy", "principal", "source_arn", "source_account")

    def holds(self, resource: Resource) -> bool | None:
        """True where each allowing statement is narrow; None where there is no policy."""
        account = self.stack.account
        if resource.kind == "aws_lambda_permission":
            return _permits_us(resource.arguments, account)
        policy = resource.arguments.raw(POLICY[resource.kind])
        if policy is None:
            return None
        return all(_is_narrow(statement, account) for statement in statements(policy) if statement.allows)


def _is_narrow(statement: Statement, account: str) -> bool:
    if (
        statement.not_principals
        or statement.not_actions
        or statement.not_resources
        or not statement.principals
    ):
        return False
    conditioned = any(_names_us(condition, account) for condition in statement.conditions)
    for kind, names in statement.principals.items():
        if kind == "Service":
            wide = any("*" in action and action not in REVIEWED_ACTIONS for action in statement.actions)
            if wide or not conditioned:
                return False
        elif not all(_is_ours(name, account) for name in names):
            return False
    return True


def _names_us(condition: Condition, account: str) -> bool:
    """Whether a condition lets a service act for something of this account only."""
    if not condition.key.startswith(CONDITIONS) or condition.operator.lower() not in POSITIVE:
        return False
    return bool(condition.values) and all(
        condition.key == "aws:sourceorgid" or "${" in value or value.startswith("aws_") or account in value
        for value in condition.values
    )


def _permits_us(permission: Arguments, account: str) -> bool:
    """Whether a function may be invoked by this account, or by a service for something that is named."""
    principal = permission.text("principal")
    if principal.endswith(".amazonaws.com"):
        return bool(permission.text("source_arn") or permission.text("source_account") == account)
    return _is_ours(principal, account)


def _is_ours(principal: str, account: str) -> bool:
    if "aws_iam_role." in principal:
        return True
    if not account:
        return principal.startswith("arn:") and bool(principal.strip("*"))
    return principal == account or f":{account}:" in principal


check = ResourcePoliciesLetInNobodyElse()
