"""What every stack has: its backend, its provider, its tags.

State lives in S3, one object a stack, versioned and locked by S3 itself. Source: "Terraform language documentation,
Backend type: s3".
"""

from __future__ import annotations

from cdktf import App, S3Backend, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags

from yard.config import Environment

PLATFORM_TEAM = "platform"


class Stack(TerraformStack):
    """A stack of `environment` named `<env>-<name>`; everything taggable in it carries the required tags."""

    def __init__(self, app: App, *, environment: Environment, name: str, team: str = PLATFORM_TEAM) -> None:
        self.stack_name = f"{environment.name}-{name}"
        super().__init__(app, self.stack_name)
        self.env = environment
        S3Backend(
            self,
            bucket=f"stackyard-state-{environment.account}-{environment.region}",
            key=f"{environment.name}/{self.stack_name}.tfstate",
            region=environment.region,
            encrypt=True,
            kms_key_id=f"arn:aws:kms:{environment.region}:{environment.account}:alias/stackyard-state",
        )
        # cdktf's S3Backend is older than native locking.
        self.add_override("terraform.backend.s3.use_lockfile", True)
        self.add_override("terraform.required_version", ">= 1.10")
        AwsProvider(
            self,
            "aws",
            region=environment.region,
            allowed_account_ids=[environment.account],
            default_tags=[
                AwsProviderDefaultTags(
                    tags={
                        "Environment": environment.name,
                        "Service": name,
                        "Team": team,
                        "ManagedBy": "stackyard",
                        "Repository": environment.repository,
                    }
                )
            ],
        )
