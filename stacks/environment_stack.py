"""What all stacks of an environment have in common: provider, tags, state."""

from __future__ import annotations

from cdktf import App, S3Backend, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags

from modules import names
from modules.arn import arn
from yard.config import Environment


class EnvironmentStack(TerraformStack):
    """A stack named `<env>-<part>` with its own state, tagged with its environment, part and team."""

    def __init__(self, app: App, environment: Environment, part: str, *, team: str) -> None:
        self.stack_name = f"{environment.name}-{part}"
        super().__init__(app, self.stack_name)
        self.environment = environment
        self.part = part
        AwsProvider(
            self,
            "aws",
            region=environment.region,
            # A plan made with the credentials of another account stops before it does anything.
            allowed_account_ids=[environment.account],
            default_tags=[
                AwsProviderDefaultTags(
                    tags={
                        "Environment": environment.name,
                        "Service": part,
                        "Team": team,
                        "ManagedBy": "stackyard",
                        "Repository": environment.repository,
                    }
                )
            ],
        )
        self._backend()

    def resource_name(self, *what: str) -> str:
        """`<env>-<part>-<what>`."""
        return names.name(self.environment.name, self.part, *what)

    def output(self, name: str, value: str, description: str) -> None:
        """Show `value` to people; other stacks get what they need without it."""
        TerraformOutput(self, name, value=value, description=description)

    def _backend(self) -> None:
        backend = S3Backend(
            self,
            bucket=state_bucket(self.environment),
            key=f"{self.environment.name}/{self.stack_name}.tfstate",
            region=self.environment.region,
            encrypt=True,
            kms_key_id=arn("kms", self.environment.region, self.environment.account, f"alias/{STATE_KEY}"),
            allowed_account_ids=[self.environment.account],
        )
        # cdktf's S3Backend has no argument for S3's own locking.
        backend.add_override("use_lockfile", True)


STATE_KEY = "stackyard-state"


def state_bucket(environment: Environment) -> str:
    """Where the states of all environments of one account and region are."""
    return f"{environment.account}-{environment.region}-stackyard-state"
