"""Nothing is shared with another account, and nothing leads there.

Checks literal ARNs of other accounts in every resource (destinations of logs and replicas, what rights are for, but not
images, which may be kept in one account for all), and the arguments that share: grants of keys, peerings, shares,
snapshots, images, documents. Who may take a role, and the policies of what holds data, are judged by YARD_IAM_4 and
YARD_IAM_7.
Why: what left the account is under somebody else's rules, and no rule here sees who reads it there.

Bad:  resource "aws_kms_grant" "x" { grantee_principal = "arn:aws:iam::999999999999:root" }
Good: resource "aws_kms_grant" "x" { grantee_principal = aws_iam_role.reader.arn }
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.resource_policy import ResourcePolicy
from policies.security.resource_policies_let_in_nobody_else import POLICY
from policies.stack import Resource

# Images may be in an account that serves all: nothing of ours goes there, and a release names them by digest.
ARN = re.compile(r"\barn:aws[a-z-]*:(?!ecr:)[a-z0-9-]*:[a-z0-9-]*:(\d{12}):")
JUDGED_ELSEWHERE = frozenset(
    {*POLICY, "aws_iam_role", "aws_lambda_permission", "aws_iam_role_policy_attachment"}
)
# Kind -> the arguments that name accounts, or `all`.
ACCOUNTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "aws_ami_launch_permission": (("account_id",), ("group",)),
    "aws_db_cluster_snapshot": (("shared_accounts",),),
    "aws_db_snapshot": (("shared_accounts",),),
    "aws_ebs_snapshot_create_volume_permission": (("account_id",),),
    "aws_ram_principal_association": (("principal",),),
    "aws_s3_bucket_replication_configuration": (("rule", "destination", "account"),),
    "aws_snapshot_create_volume_permission": (("account_id",),),
    "aws_ssm_document": (("permissions", "account_ids"),),
    "aws_vpc_endpoint_service_allowed_principal": (("principal_arn",),),
    "aws_vpc_peering_connection": (("peer_owner_id",),),
}
SWITCHES: dict[str, tuple[str, ...]] = {
    "aws_ram_resource_share": ("allow_external_principals",),
}


class NothingIsSharedWithOtherAccounts(ResourcePolicy):
    """Fails where a resource names another account, or everybody, as who gets it."""

    identifier = "YARD_IAM_9"
    title = "Nothing is shared with another account, and nothing leads there"
    severity_level = "high"
    why = "What left the account is under somebody else's rules, and nobody here sees who reads it."
    fix = "Name a role, a destination or an account of our own; an agreed exchange is an exception with an owner."
    page = (
        "AWS Well-Architected Framework, SEC03-BP07 Analyze public and cross-account access and SEC03-BP08 Share"
        " resources securely within your organization"
    )
    resources = ("aws_*",)
    keys = ("arn", "principal", "account")

    def holds(self, resource: Resource) -> bool | None:
        """True where every account in it is ours; None where the provider names none, or another rule judges it."""
        account = self.stack.account
        switch = SWITCHES.get(resource.kind)
        if switch and resource.arguments.is_on(*switch):
            return False
        if not account or resource.kind in JUDGED_ELSEWHERE:
            return None
        return all(one == account for one in _accounts(resource))


def _accounts(resource: Resource) -> Iterator[str]:
    """Every account that is named: those of ARNs, and those that arguments share with, `all` for everybody."""
    for text in resource.arguments.strings():
        yield from ARN.findall(text)
    for way in ACCOUNTS.get(resource.kind, ()):
        for value in map(str, resource.arguments.all(*way)):
            if "${" not in value and not value.startswith(("arn:", "aws_")):
                yield value


check = NothingIsSharedWithOtherAccounts()
