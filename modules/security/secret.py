"""Secret in AWS Secrets Manager, without its value: that never enters Terraform's state.

Defines: the secret, encrypted.
Leaves to the caller: its value (`aws secretsmanager put-secret-value`) and who rotates it.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from constructs import Construct

from modules.protection import lifecycle
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow
from modules.security.role import Role


class Secret(Construct):
    """A secret that is filled by hand or by a rotation, never by a plan."""

    def __init__(
        self, scope: Construct, id_: str, *, name: str, description: str, key: KmsKey, protect: bool
    ) -> None:
        """protect: a deleted secret can be had back for 30 days; otherwise it goes at once, and its name is free."""
        super().__init__(scope, id_)
        self._key = key
        secret = SecretsmanagerSecret(
            self,
            "Default",
            name=name,
            description=description,
            kms_key_id=key.arn,
            recovery_window_in_days=30 if protect else 0,
            lifecycle=lifecycle(protect=protect),
        )
        self.arn = secret.arn

    def grant_read(self, role: Role) -> None:
        """Let `role` read the value."""
        role.allow(allow(["secretsmanager:GetSecretValue"], [self.arn]))
        self._key.grant_decrypt(role, via="secretsmanager")
