"""GitHub Actions takes a role from one environment of one repository.

Checks trust in token.actions.githubusercontent.com: `aud` is sts.amazonaws.com and `sub` equals
`repo:<owner>/<repository>:environment:<name>`, without a wildcard.
Why: with `repo:shop/*`, or without `sub`, any branch, any fork's pull request or any stranger deploys to production.

Bad:  StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:shop/*" }
Good: StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com",
                       "token.actions.githubusercontent.com:sub" = "repo:shop/stackyard:environment:prod" }
"""

from __future__ import annotations

import re

from policies.documents import Statement, statements
from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

GITHUB = "token.actions.githubusercontent.com"
PINNED = re.compile(r"^repo:[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+:environment:[A-Za-z0-9_. -]+$")
# The provider of an EKS cluster, which vouches for its pods; another rule looks at that trust.
OF_CLUSTER = re.compile(r"cross-stack-reference-input-[a-z0-9-]+-cluster\.outputs\.")


class GithubTrustIsPinned(ResourcePolicy):
    """Fails where GitHub's tokens are trusted without repository, environment and audience."""

    identifier = "YARD_IAM_6"
    title = "GitHub Actions takes a role from one environment of one repository"
    severity_level = "critical"
    why = "A looser subject lets other branches, pull requests or strangers' repositories deploy."
    fix = (
        "Compare sub, by StringEquals, with repo:<owner>/<repository>:environment:<name>, and aud with"
        " sts.amazonaws.com."
    )
    page = (
        "IAM User Guide, Create a role for OpenID Connect federation, Configuring a role for GitHub OIDC identity"
        " provider; AWS Well-Architected Framework, SEC02-BP04 Rely on a centralized identity provider"
    )
    resources = ("aws_iam_role",)
    keys = ("assume_role_policy",)

    def holds(self, resource: Resource) -> bool | None:
        """True where all trust in GitHub is pinned; None where there is none."""
        trust = [
            statement
            for statement in statements(resource.arguments.raw("assume_role_policy"))
            if statement.allows
            and (
                any(
                    GITHUB in who or ("openid_connect" in who and not OF_CLUSTER.search(who))
                    for who in statement.principals.get("Federated", ())
                )
                or any(condition.key.startswith(GITHUB) for condition in statement.conditions)
            )
        ]
        return all(map(_is_pinned, trust)) if trust else None


def _is_pinned(statement: Statement) -> bool:
    subjects = statement.values_of(f"{GITHUB}:sub", "StringEquals")
    audiences = statement.values_of(f"{GITHUB}:aud", "StringEquals")
    return bool(subjects) and all(map(PINNED.match, subjects)) and audiences == ("sts.amazonaws.com",)


check = GithubTrustIsPinned()
