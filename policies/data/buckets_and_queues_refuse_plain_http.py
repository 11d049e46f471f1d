"""Buckets, queues and topics turn away requests that are not encrypted on their way.

Checks that each has a policy that denies everything to everybody where aws:SecureTransport is false; a bucket's has
to hold for its objects too, and a topic's for sns:Publish.
Why: S3, SQS and SNS answer plain HTTP unless a policy forbids it.

Bad:  resource "aws_sqs_queue" "orders" {}
Good: with aws_sqs_queue_policy: Effect = "Deny", Principal = "*", Action = "sqs:*",
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
"""

from __future__ import annotations

from policies.documents import Statement, statements
from policies.resource_policy import ResourcePolicy
from policies.stack import Resource, refers

# Kind -> the kind of its policy, the argument that names it, and the action that stands for all.
POLICY = {
    "aws_s3_bucket": ("aws_s3_bucket_policy", "bucket", "s3:*"),
    "aws_sqs_queue": ("aws_sqs_queue_policy", "queue_url", "sqs:*"),
    # SNS takes no `sns:*` in a topic's policy; publishing is the one action that carries data.
    "aws_sns_topic": ("aws_sns_topic_policy", "arn", "sns:Publish"),
}


class BucketsAndQueuesRefusePlainHttp(ResourcePolicy):
    """Fails where no statement denies requests without TLS."""

    identifier = "YARD_TLS_1"
    title = "Buckets, queues and topics turn away requests without TLS"
    severity_level = "medium"
    why = "S3, SQS and SNS answer plain HTTP, which anybody on the way reads."
    fix = "Give it a policy that denies everything where aws:SecureTransport is false (`deny_without_tls`)."
    page = (
        "AWS Well-Architected Framework, SEC09-BP02 Enforce encryption in transit; AWS Foundational Security Best"
        " Practices, S3.5; CIS AWS Foundations Benchmark 2.1.1"
    )
    resources = tuple(POLICY)
    keys = ("policy",)

    def holds(self, resource: Resource) -> bool:
        """True where such a statement is in the policy of this resource."""
        kind, argument, everything = POLICY[resource.kind]
        return any(
            _denies(statement, resource, everything)
            for policy in self.stack.resources(kind)
            if resource.is_meant_by(policy.arguments.raw(argument))
            for statement in statements(policy.arguments.raw("policy"))
        )


def _denies(statement: Statement, resource: Resource, everything: str) -> bool:
    whole = [r for r in statement.resources if r == "*" or r.endswith("*")]
    return (
        not statement.allows
        and "*" in statement.principals.get("AWS", ())
        and bool({"*", everything} & set(statement.actions))
        and statement.values_of("aws:SecureTransport", "Bool") == ("false",)
        and len(statement.conditions) == 1
        and any(r == "*" or refers(r, resource.address) for r in statement.resources)
        and (resource.kind != "aws_s3_bucket" or bool(whole))
    )


check = BucketsAndQueuesRefusePlainHttp()
