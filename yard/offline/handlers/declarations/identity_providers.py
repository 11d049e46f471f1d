"""OpenID Connect providers of the account: whose tokens roles may trust."""

from __future__ import annotations

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import (
    Change,
    Declaration,
    Operation,
    Tags,
    changes,
    creates,
    imports,
    reads,
)
from yard.offline.handlers.requests import call

PROVIDER = {"OpenIDConnectProviderArn": "id"}
CREATE = creates(
    "create_open_id_connect_provider", id="OpenIDConnectProviderArn", arn="OpenIDConnectProviderArn"
)


def renew(cloud: Cloud, prior: Values, planned: Values) -> None:
    """Other audiences: moto lacks the operations for one, so it is made anew; its ARN comes from its address."""
    iam = cloud.client("iam")
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=prior["id"])
    call(iam, CREATE, planned)
    if tags := prior.get("tags_all"):
        pairs = [{"Key": key, "Value": value} for key, value in tags.items()]
        iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=prior["id"], Tags=pairs)


OPENID_CONNECT_PROVIDER = Declaration(
    service="iam",
    create=CREATE,
    read=(
        imports(
            reads(
                "get_open_id_connect_provider",
                PROVIDER,
                filled="thumbprint_list",
                ignored="url",  # IAM gives it without https://
            ),
            url="join('', ['https://', Url])",
        ),
    ),
    changes=(
        Change(frozenset({"client_id_list"}), renew),
        changes(
            "thumbprint_list",
            "update_open_id_connect_provider_thumbprint",
            {**PROVIDER, "ThumbprintList": "thumbprint_list"},
        ),
    ),
    delete=Operation("delete_open_id_connect_provider", PROVIDER),
    computed={"arn": "{id}"},
    tags=Tags(
        PROVIDER,
        add="tag_open_id_connect_provider",
        remove="untag_open_id_connect_provider",
        read="list_open_id_connect_provider_tags",
    ),
)

DECLARATIONS = {"aws_iam_openid_connect_provider": OPENID_CONNECT_PROVIDER}
