"""The cluster as an identity provider of the account: how pods on Fargate, which has no Pod Identity, take a role."""

from __future__ import annotations

from cdktf import Fn, TerraformLocal
from cdktf_cdktf_provider_aws.iam_openid_connect_provider import IamOpenidConnectProvider
from constructs import Construct

AUDIENCE = "sts.amazonaws.com"


class ServiceAccountIssuer(Construct):
    """Trusts the tokens that the cluster gives to service accounts (`service_account_trust` says which)."""

    def __init__(self, scope: Construct, id_: str, *, issuer: str) -> None:
        """issuer: URL of the cluster's tokens."""
        super().__init__(scope, id_)
        provider = IamOpenidConnectProvider(self, "Default", url=issuer, client_id_list=[AUDIENCE])
        self.arn = provider.arn
        # Trust policies name it without https://. As a local, so that no quotes get into their JSON.
        self.host: str = TerraformLocal(self, "host", Fn.replace(issuer, "https://", "")).as_string
