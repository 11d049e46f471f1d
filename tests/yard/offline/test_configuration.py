"""The provider block may not lead to another account or to another machine."""

from __future__ import annotations

from typing import Any

import pytest

from yard.config import YardError
from yard.offline.configuration import settings_from
from yard.offline.data_sources import read_data_source
from yard.offline.planning import Settings

ACCOUNT = "111111111111"


def test_region_and_default_tags_are_read() -> None:
    block = {"region": "eu-west-2", "default_tags": [{"tags": {"Team": "buying"}}], "access_key": "AKIAREAL"}

    assert settings_from(block, ACCOUNT, "eu-west-1") == Settings(ACCOUNT, "eu-west-2", {"Team": "buying"})


def test_an_empty_block_means_the_environment() -> None:
    assert settings_from({}, ACCOUNT, "eu-west-1") == Settings(ACCOUNT, "eu-west-1")


@pytest.mark.parametrize(
    "block", [{"allowed_account_ids": ["222222222222"]}, {"forbidden_account_ids": ["111111111111"]}]
)
def test_an_account_that_is_not_allowed_is_refused(block: dict[str, Any]) -> None:
    with pytest.raises(YardError) as caught:
        settings_from(block, ACCOUNT, "eu-west-1")

    allowed = ", ".join(block.get("allowed_account_ids", [])) or "any other"
    assert str(caught.value) == (
        f"AWS account ID not allowed: 111111111111. The provider block allows {allowed}: "
        "the environment's account and the stack's allowed_account_ids must be the same."
    )


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://sqs.eu-west-1.amazonaws.com",
        "http://10.0.0.1:5000",
        "http://127.0.0.1.example.com",
        "ftp://127.0.0.1",
        "127.0.0.1:5000",
        "http://localhost@example.com",
    ],
)
def test_an_endpoint_elsewhere_is_refused(endpoint: str) -> None:
    with pytest.raises(YardError) as caught:
        settings_from({"endpoints": [{"sqs": endpoint, "sns": None}]}, ACCOUNT, "eu-west-1")

    assert str(caught.value) == (
        f"The offline provider was given the endpoint {endpoint}, which is not on this machine. It creates things in "
        "the emulated AWS only: give an address on 127.0.0.1, or none to keep everything in the state."
    )


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:5000", "http://localhost:5000", "http://[::1]:5000"])
def test_an_endpoint_on_this_machine_is_taken(endpoint: str) -> None:
    settings_from({"endpoints": [{"sqs": endpoint}]}, ACCOUNT, "eu-west-1")


def test_who_one_is_needs_no_lookup() -> None:
    found = read_data_source("aws_caller_identity", {"id": None}, Settings(ACCOUNT, "eu-west-1"))

    assert found["account_id"] == ACCOUNT


def test_a_lookup_is_refused() -> None:
    with pytest.raises(YardError) as caught:
        read_data_source("aws_ami", {}, Settings(ACCOUNT, "eu-west-1"))

    assert str(caught.value) == (
        "The data source aws_ami asks AWS, and nothing is looked up offline. Pass the value in from the environment "
        "file or from another stack's outputs, or plan without --offline."
    )


@pytest.mark.parametrize("key", ["AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE"])
def test_a_real_access_key_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(YardError, match="The provider block holds a real access key") as refused:
        settings_from({"access_key": key, "secret_key": "s"}, ACCOUNT, "eu-west-1")

    assert key not in str(refused.value)


def test_a_made_up_one_is_not_looked_at() -> None:
    settings_from({"access_key": "test", "secret_key": "test"}, ACCOUNT, "eu-west-1")
