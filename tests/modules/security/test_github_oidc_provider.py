from __future__ import annotations

from cdktf import TerraformStack

from modules.security.github_oidc_provider import GithubOidcProvider, github_oidc_provider_arn
from tests.modules.synthesised import synthesise


def test_tokens_are_for_sts_alone() -> None:
    def build(stack: TerraformStack) -> None:
        GithubOidcProvider(stack, "github")

    made = synthesise(build).only("aws_iam_openid_connect_provider")
    assert made["url"] == "https://token.actions.githubusercontent.com"
    assert made["client_id_list"] == ["sts.amazonaws.com"]


def test_its_arn_is_known_in_every_stack_of_the_account() -> None:
    assert github_oidc_provider_arn("111111111111", "eu-west-1") == (
        "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"
    )
