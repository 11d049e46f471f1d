from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import botocore.session
import pytest
from chassis import cache, cache_login
from chassis.cache import CacheSettings
from chassis.cache_login import IamLogin, without_user


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    return botocore.session.get_session()


def signed(url: str, session: Any) -> tuple[str, str, dict[str, list[str]]]:
    user, password = IamLogin("catalog", "Dev-Catalog", "eu-west-1", url, session).get_credentials()
    parts = urlsplit(f"//{password}")
    return user, f"{parts.netloc}{parts.path}", parse_qs(parts.query)


def test_the_password_is_a_signed_request_to_connect(session: Any) -> None:
    user, address, query = signed("rediss://dev-catalog.abc.euw1.cache.amazonaws.com:6379", session)

    assert (user, address) == ("catalog", "dev-catalog/")
    assert (query["Action"], query["User"], query["X-Amz-Expires"]) == (["connect"], ["catalog"], ["900"])
    assert query["X-Amz-Credential"][0].endswith("/eu-west-1/elasticache/aws4_request")
    assert len(query["X-Amz-Signature"][0]) == 64
    assert "ResourceType" not in query


def test_a_serverless_cache_is_told_apart(session: Any) -> None:
    _, _, query = signed("rediss://dev-catalog-abc.serverless.euw1.cache.amazonaws.com:6379", session)

    assert query["ResourceType"] == ["ServerlessCache"]


def test_a_password_is_used_for_ten_minutes(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    login = IamLogin("catalog", "c", "eu-west-1", "rediss://h:6379", session)
    first = login.get_credentials()
    same = login.get_credentials()
    monkeypatch.setattr(cache_login, "RENEWED_AFTER_SECONDS", -1)
    login._session.set_credentials("AKIDOTHER", "secret")

    assert first == same
    assert login.get_credentials() != first


def test_the_url_names_the_user() -> None:
    assert without_user("rediss://catalog@h.example.com:6379/0") == (
        "rediss://h.example.com:6379/0",
        "catalog",
    )
    assert without_user("rediss://catalog:@h:6379") == ("rediss://h:6379", "catalog")


def test_the_client_signs_in_with_the_role_where_told_to() -> None:
    settings = CacheSettings(
        environment="test",
        cache_url="rediss://catalog@h.example.com:6379",
        cache_auth="iam",
        cache_name="dev-catalog",
        aws_region="eu-west-1",
    )

    arguments = cache.redis_client(settings).connection_pool.connection_kwargs

    assert isinstance(arguments["credential_provider"], IamLogin)
    assert arguments["host"] == "h.example.com"
    assert "username" not in arguments
