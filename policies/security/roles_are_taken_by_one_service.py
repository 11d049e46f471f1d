"""A role trusts one AWS service, acting for this account.

Checks who may take a role: a service principal with aws:SourceAccount or aws:SourceArn of this account, pods of a
cluster of this account by Pod Identity, one service account of a cluster by its token, whoever signs in elsewhere with
a token made for us (aud), or a principal of this account. All statements together name one service.
Another account is let in with sts:ExternalId only, everybody never.
Why: without the account, a service can be made to use the role for somebody else (the confused deputy).

Bad:  Principal = { Service = "ecs-tasks.amazonaws.com" }
Good: the same with Condition = { StringEquals = { "aws:SourceAccount" = "111111111111" } }
"""

from __future__ import annotations

from policies.documents import Statement, statements
from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

# An instance takes its role from itself: EC2 sends no source (source: "IAM User Guide, The confused deputy problem").
# A function is handed its role by who makes it, and a role is passed within its account only (source: "AWS Lambda
# Developer Guide, Defining Lambda function permissions with an execution role", whose trust policy has no condition).
# ECS, where it changes load balancers, is not said to send one either (source: "Amazon ECS Developer Guide, Amazon ECS
# infrastructure IAM role for load balancers").
WITHOUT_SOURCE = frozenset({"ec2.amazonaws.com", "ecs.amazonaws.com", "lambda.amazonaws.com"})
# EKS Pod Identity tells the cluster in tags of the session (source: "Amazon EKS User Guide, EKS Pod Identity role").
BY_CLUSTER = frozenset({"pods.eks.amazonaws.com"})
CLUSTER_TAG = "aws:RequestTag/eks-cluster-arn"
# Tokens of EKS clusters name the service account.
CLUSTER_ISSUER, SUBJECT = "oidc.eks.", ":sub"
# And all tokens, SAML's too, for whom they were made.
AUDIENCE = ":aud"
EQUAL = ("StringEquals", "ArnEquals", "ArnLike", "StringLike")


class RolesAreTakenByOneService(ResourcePolicy):
    """Fails where everybody, another account, or a service on anybody's behalf may take the role."""

    identifier = "YARD_IAM_4"
    title = "A role trusts one AWS service, acting for this account"
    severity_level = "critical"
    why = "A service that acts for strangers too would use the role, and with it our data, for them."
    fix = "Name one service principal and compare aws:SourceAccount with the account's id."
    page = (
        "IAM User Guide, The confused deputy problem; AWS Well-Architected Framework, SEC03-BP07 Analyze public and"
        " cross-account access"
    )
    resources = ("aws_iam_role",)
    keys = ("assume_role_policy",)

    def holds(self, resource: Resource) -> bool:
        """True where each statement of the trust policy names who, and for whom."""
        account = self.stack.account
        trust = [
            statement
            for statement in statements(resource.arguments.raw("assume_role_policy"))
            if statement.allows
        ]
        services = {service for statement in trust for service in statement.principals.get("Service", ())}
        return len(services) <= 1 and all(_is_narrow(statement, account) for statement in trust)


def _is_narrow(statement: Statement, account: str) -> bool:
    if statement.not_principals or statement.not_actions or not statement.principals:
        return False
    if any("*" in who or "?" in who for names in statement.principals.values() for who in names):
        return False
    services = statement.principals.get("Service", ())
    if services and services[0] not in WITHOUT_SOURCE and not _is_ours(_sources(statement), account):
        return False
    federated = statement.principals.get("Federated", ())
    if federated and not _names_somebody(
        statement, SUBJECT if any(map(_is_cluster, federated)) else AUDIENCE
    ):
        return False
    external = statement.values_of("sts:ExternalId", "StringEquals")
    return all(external or _is_ours((who,), account) for who in statement.principals.get("AWS", ()))


def _is_cluster(provider: str) -> bool:
    return CLUSTER_ISSUER in provider or "openid_connect_provider" in provider


def _names_somebody(statement: Statement, ending: str) -> bool:
    """Whether the token is compared with something: with a service account, or with whom it was made for."""
    values = [
        value
        for condition in statement.conditions
        if condition.operator.lower() == "stringequals" and condition.key.endswith(ending)
        for value in condition.values
    ]
    return bool(values) and not any("*" in value for value in values)


def _sources(statement: Statement) -> tuple[str, ...]:
    if BY_CLUSTER & set(statement.principals.get("Service", ())):
        return statement.values_of(CLUSTER_TAG, *EQUAL)
    accounts = statement.values_of("aws:SourceAccount", "StringEquals")
    return accounts or statement.values_of("aws:SourceArn", *EQUAL)


def _is_ours(values: tuple[str, ...], account: str) -> bool:
    """Whether each value holds the account's number, or refers to something of the stack."""
    return bool(values) and all(
        "${" in value or value.startswith("aws_") or (account in value and value.strip("*"))
        for value in values
    )


check = RolesAreTakenByOneService()
