"""The emulated AWS is reached on this machine only, and boto3 is loaded only when it is reached."""

from __future__ import annotations

import subprocess
import sys

import pytest

from yard.config import YardError
from yard.offline.handlers import Cloud, refuse_unless_loopback


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:5000", "http://localhost:5000", "http://[::1]:5000", "http://127.8.8.8:80"]
)
def test_an_endpoint_on_this_machine_is_taken(endpoint: str) -> None:
    refuse_unless_loopback(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://dynamodb.eu-west-1.amazonaws.com",
        "http://10.0.0.1:5000",
        "http://0.0.0.0:5000",
        "http://localhost.example.com:5000",
        "http://127.0.0.1.example.com",
        "127.0.0.1:5000",
        "file:///etc/hosts",
        "",
    ],
)
def test_any_other_endpoint_is_refused(endpoint: str) -> None:
    with pytest.raises(YardError) as refusal:
        Cloud(endpoint, "111111111111", "eu-west-1")

    assert str(refusal.value) == (
        f"The offline provider was given the endpoint {endpoint}, which is not on this machine. It creates things in "
        "the emulated AWS only: give an address on 127.0.0.1, or none to keep everything in the state."
    )


def test_a_client_never_has_the_credentials_of_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://example.com")

    client = Cloud("http://127.0.0.1:5999", "111111111111", "eu-west-1").client("sqs")

    assert client.meta.endpoint_url == "http://127.0.0.1:5999"
    assert client._request_signer._credentials.access_key == "testing"


def test_importing_the_handlers_loads_no_boto3() -> None:
    program = (
        "import sys, yard.offline.handlers; sys.exit('boto3' in sys.modules or 'botocore' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program], check=False)

    assert done.returncode == 0
