"""GitHub Actions as an identity provider of the account, so that no workflow needs a key.

Defines: the OpenID Connect provider.
Leaves to the caller: the roles that trust it (`DeployRole`).
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.iam_openid_connect_provider import IamOpenidConnectProvider
from constructs import Construct

from modules.arn import partition

HOST = "token.actions.githubusercontent.com"
# What the official action asks tokens for. Source: "GitHub Docs, Configuring OpenID Connect in Amazon Web Services".
AUDIENCE = "sts.amazonaws.com"


class GithubOidcProvider(Construct):
    """One an account: IAM refuses a second one with the same address."""

    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        # IAM checks GitHub's certificate by its own list of authorities, so no thumbprint goes stale here
        # (source: "IAM User Guide, Obtain the thumbprint for an OpenID Connect identity provider").
        provider = IamOpenidConnectProvider(self, "Default", url=f"https://{HOST}", client_id_list=[AUDIENCE])
        self.arn = provider.arn


def github_oidc_provider_arn(account: str, region: str) -> str:
    """The provider's ARN, also where another stack makes it."""
    return f"arn:{partition(region)}:iam::{account}:oidc-provider/{HOST}"
