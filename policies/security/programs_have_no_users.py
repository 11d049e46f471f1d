"""Programs and people take roles: nobody has a user in the account, or an access key.

Why: an access key works from anywhere, for ever, and is found in shell histories, images and logs; a role's is over in
hours and tells who took it.

Bad:  resource "aws_iam_access_key" "robot" { user = aws_iam_user.robot.name }
Good: resource "aws_iam_role" "robot" {}, taken by a service, by GitHub Actions or by people who sign in
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource


class ProgramsHaveNoUsers(ResourcePolicy):
    """Fails where a stack makes a user, a key, a password or a credential of one."""

    identifier = "YARD_IAM_8"
    title = "Nobody has a user in the account, or a key that lasts"
    severity_level = "high"
    why = "A key works from anywhere, for ever, and nobody sees that a second one uses it."
    fix = "Make a role, and let a service, GitHub Actions or people who sign in take it."
    page = (
        "AWS Well-Architected Framework, SEC02-BP02 Use temporary credentials; CIS AWS Foundations Benchmark, Ensure"
        " there is only one active access key available for any single IAM user"
    )
    resources = (
        "aws_iam_access_key",
        "aws_iam_service_specific_credential",
        "aws_iam_signing_certificate",
        "aws_iam_user",
        "aws_iam_user_login_profile",
        "aws_iam_user_ssh_key",
    )
    keys = ("name", "user")

    def holds(self, resource: Resource) -> bool:  # noqa: ARG002  # that there is one is the fault
        """Never."""
        return False


check = ProgramsHaveNoUsers()
