"""Which attributes hold secrets: the bindings do not tell, the provider's documentation does."""

from __future__ import annotations

# Named so wherever they occur. Source: the argument references of the resources in hashicorp/aws 6.25.0.
EVERYWHERE = frozenset(
    {
        "auth_token",
        "client_secret",
        "master_password",
        "master_user_password",
        "password",
        "password_wo",
        "private_key",
        "secret_access_key",
        "secret_binary",
        "secret_string",
        "secret_string_wo",
        "ses_smtp_password_v4",
        "value_wo",
    }
)
# Source: "Resource: aws_ssm_parameter", "Resource: aws_iam_access_key", "Resource: aws_lambda_function" and so on.
BY_TYPE = {
    "aws_iam_access_key": {"secret", "encrypted_secret"},
    "aws_ssm_parameter": {"value"},
    "aws_kms_ciphertext": {"plaintext"},
}


def is_sensitive(type_name: str, attribute: str) -> bool:
    """Whether Terraform must not print `attribute` of `type_name`."""
    return attribute in EVERYWHERE or attribute in BY_TYPE.get(type_name, set())
