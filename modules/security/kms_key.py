"""KMS key for the data of one stack.

Defines: the key, yearly rotation, its policy, an alias.
Leaves to the caller: who may use it; that is granted with what the key encrypts (`table.grant_read(role)`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey as KmsKeyResource
from constructs import Construct

from modules.arn import account_root, arn
from modules.protection import lifecycle
from modules.security.policy_document import Statement, allow, document
from modules.security.role import Role

DECRYPT = ("kms:Decrypt", "kms:DescribeKey")
ENCRYPT = ("kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")


class KmsKey(Construct):
    """A symmetric key that the account's IAM policies, and CloudWatch Logs for some log groups, may use."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        account: str,
        region: str,
        log_groups: str | Sequence[str] | None,
        protect: bool,
        abroad: bool = False,
    ) -> None:
        """log_groups: name patterns of the log groups that it may encrypt, such as `/dev/catalog*`; None for none.

        abroad: `region` is another one than the provider's. protect: destroying it takes 30 days in place of 7, and
        Terraform refuses to.
        """
        super().__init__(scope, id_)
        self.account, self.region = account, region
        self._log_groups = [log_groups] if isinstance(log_groups, str) else list(log_groups or ())
        self._allowed: list[Statement] = []
        self._key = KmsKeyResource(
            self,
            "Default",
            region=region if abroad else None,
            description=f"Data of {name}",
            enable_key_rotation=True,
            deletion_window_in_days=30 if protect else 7,
            policy=self._policy(),
            lifecycle=lifecycle(protect=protect),
        )
        KmsAlias(
            self,
            "alias",
            region=region if abroad else None,
            name=f"alias/{name}",
            target_key_id=self._key.key_id,
        )
        self.arn = self._key.arn

    def grant_decrypt(self, role: Role, *, via: str) -> None:
        """Let `role` read what `via` (`dynamodb`, `s3`, `sqs`, `secretsmanager`) encrypted with this key."""
        self._grant(role, DECRYPT, via)

    def grant_encrypt_decrypt(self, role: Role, *, via: str) -> None:
        """Let `role` read and write what `via` encrypts with this key."""
        self._grant(role, (*DECRYPT, *ENCRYPT), via)

    def grant_service(
        self,
        service: str,
        *,
        sid: str,
        condition: Mapping[str, Mapping[str, str]] | None = None,
        actions: Sequence[str] = ("kms:Decrypt", "kms:GenerateDataKey*"),
    ) -> None:
        """Let an AWS service (`cloudwatch.amazonaws.com`) encrypt and decrypt by itself, in no role of ours.

        sid: letters and digits, of its own. condition: give aws:SourceAccount or aws:SourceArn where the service sends
        it (EventBridge does not). Source: "Amazon SNS Developer Guide, Enable compatibility between event sources from
        AWS services and encrypted topics". actions: kms:Decrypt alone for a service that only reads.
        """
        self.allow(allow(actions, ["*"], sid=sid, principal={"Service": service}, condition=condition))

    def allow(self, *statements: Statement) -> None:
        """Add statements to the key's policy; equal ones are kept once."""
        self._allowed += [statement for statement in statements if statement not in self._allowed]
        self._key.policy = self._policy()

    def allow_log_groups(self, pattern: str) -> None:
        """Let CloudWatch Logs encrypt the log groups of one more name pattern."""
        self._log_groups.append(pattern)
        self._key.policy = self._policy()

    def _policy(self) -> str:
        # Without it nobody could change the key again (source: "AWS KMS Developer Guide, Default key policy").
        account = {"AWS": account_root(self.account, self.region)}
        owner = allow(["kms:*"], ["*"], sid="AccountDecidesByIam", principal=account)
        logs = [self._logs()] if self._log_groups else []
        return document([owner, *logs, *self._allowed])

    def _logs(self) -> Statement:
        """Source: "Amazon CloudWatch Logs User Guide, Encrypt log data using AWS KMS"."""
        groups = [arn("logs", self.region, self.account, f"log-group:{one}") for one in self._log_groups]
        context = groups[0] if len(groups) == 1 else groups
        return allow(
            ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
            ["*"],
            sid="LogGroups",
            principal={"Service": f"logs.{self.region}.amazonaws.com"},
            condition={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": context}},
        )

    def _grant(self, role: Role, actions: tuple[str, ...], via: str) -> None:
        # Source: "AWS KMS Developer Guide, kms:ViaService": the key works through that service alone.
        service = f"{via}.{self.region}.amazonaws.com"
        role.allow(allow(actions, [self.arn], condition={"StringEquals": {"kms:ViaService": service}}))
