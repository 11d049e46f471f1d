from __future__ import annotations

from modules.kubernetes.connection import connect
from tests.modules.synthesised import synthesise


def test_terraform_logs_in_anew_for_each_run_and_keeps_no_token() -> None:
    made = synthesise(
        lambda stack: connect(
            stack,
            cluster="dev",
            endpoint="https://api",
            certificate_authority_data="Q0E=",
            region="eu-west-1",
        )
    )

    (provider,) = made.document["provider"]["kubernetes"]
    assert provider == {
        "host": "https://api",
        "cluster_ca_certificate": '${base64decode("Q0E=")}',
        "exec": [
            {
                "api_version": "client.authentication.k8s.io/v1beta1",
                "command": "aws",
                "args": ["eks", "get-token", "--cluster-name", "dev", "--region", "eu-west-1"],
            }
        ],
    }
