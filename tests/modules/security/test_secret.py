from __future__ import annotations

from cdktf import TerraformStack

from modules.security.secret import Secret
from tests.modules.synthesised import Resources, a_key, a_role, synthesise


def secret(*, protect: bool) -> Resources:
    def build(stack: TerraformStack) -> None:
        made = Secret(
            stack, "secret", name="dev-shop-api_key", description="", key=a_key(stack), protect=protect
        )
        made.grant_read(a_role(stack))

    return synthesise(build)


def test_a_secrets_value_never_enters_the_state() -> None:
    assert not secret(protect=False).all("aws_secretsmanager_secret_version")


def test_a_secret_is_encrypted_with_the_services_key() -> None:
    assert secret(protect=False).only("aws_secretsmanager_secret")["kms_key_id"] == "${aws_kms_key.key.arn}"


def test_a_deleted_secret_can_be_had_back_when_the_environment_is_protected() -> None:
    kept = secret(protect=True).only("aws_secretsmanager_secret")
    gone = secret(protect=False).only("aws_secretsmanager_secret")

    assert (kept["recovery_window_in_days"], kept["lifecycle"]) == (30, {"prevent_destroy": True})
    assert gone["recovery_window_in_days"] == 0


def test_a_reader_reads_this_secret_only() -> None:
    read, decrypt = secret(protect=False).policy("aws_iam_role_policy")

    assert read["Action"] == ["secretsmanager:GetSecretValue"]
    assert read["Resource"] == ["${aws_secretsmanager_secret.secret.arn}"]
    assert decrypt["Condition"]["StringEquals"]["kms:ViaService"].startswith("secretsmanager.")
