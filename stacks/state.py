"""State stack: what an account needs before anything else: the states' bucket and key, and who may deploy.

Defines: the bucket that keeps the state of all other stacks of an account and region, its key; where environments name
a GitHub repository, GitHub as identity provider, and for each of them a deploy role and a permissions boundary.
Needs: nothing; everything needs it. It is applied once for an account and region, by hand, before anything else:
`python -m stacks.state dev DIR`, then `terraform init` and `terraform apply` in `DIR/stacks/dev-state`. Its own state
is a file there: the bucket cannot keep it before it exists. Terraform refuses to destroy it; without it Terraform no
longer knows what it made.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cdktf import App, LocalBackend

from modules.data.bucket import Bucket
from modules.security.deploy_role import DeployRole, deploy_role_name
from modules.security.github_oidc_provider import GithubOidcProvider, github_oidc_provider_arn
from modules.security.kms_key import KmsKey
from modules.security.permissions_boundary import PermissionsBoundary
from stacks.environment_stack import STATE_KEY, EnvironmentStack, state_bucket
from yard.config import Environment, Workspace, YardError, account_neighbours, load_environment


class StateStack(EnvironmentStack):
    """Versioned, so that an earlier state can be had back; protected in every environment."""

    def __init__(self, app: App, environment: Environment, neighbours: Sequence[Environment] = ()) -> None:
        """neighbours: the other environments of the account, whatever their region."""
        super().__init__(app, environment, "state", team="platform")
        self._key = KmsKey(
            self,
            "key",
            name=STATE_KEY,
            account=environment.account,
            region=environment.region,
            log_groups=f"/{STATE_KEY}",
            protect=True,
        )
        self._bucket = Bucket(self, "bucket", name=state_bucket(environment), key=self._key, protect=True)
        self.output("state_bucket", self._bucket.name, "Where the states are kept.")
        everyone = sorted([environment, *neighbours], key=lambda one: one.name)
        deployed = [one for one in everyone if one.github]
        if deployed:
            provider = self._provider(deployed)
            for one in deployed:
                if one.region == environment.region:
                    self._deployer(one, provider)

    def _provider(self, deployed: Sequence[Environment]) -> str:
        """IAM has one provider an account: the stack of the first of its regions makes it, the others name it."""
        here = self.environment
        if here.region == min(one.region for one in deployed):
            return GithubOidcProvider(self, "github").arn
        return github_oidc_provider_arn(here.account, here.region)

    def _deployer(self, environment: Environment, provider_arn: str) -> None:
        assert environment.github
        name, account, region = environment.name, environment.account, environment.region
        boundary = PermissionsBoundary(
            self, f"boundary-{name}", environment=name, account=account, region=region
        )
        role = DeployRole(
            self,
            f"deploy-role-{name}",
            name=deploy_role_name(name),
            environment=name,
            account=account,
            region=region,
            provider_arn=provider_arn,
            github_repository=environment.github.repository,
            github_environment=environment.github.environment or name,
            boundary_arn=boundary.arn,
            state_bucket=state_bucket(environment),
            state_key_arn=self._key.arn,
        )
        self.output(f"deploy_role_{name}", role.arn, f"The role in which GitHub deploys {name}.")

    def _backend(self) -> None:
        LocalBackend(self, path=f"{self.stack_name}.tfstate")


def main(arguments: list[str]) -> int:
    """Write the stack's JSON; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m stacks.state", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("environment", help="an environment of the account, such as dev")
    parser.add_argument("out", type=Path, help="folder to write stacks/<env>-state/cdk.tf.json into")
    given = parser.parse_args(arguments)
    workspace = Workspace.at()
    try:
        environment = load_environment(workspace, given.environment)
        neighbours = account_neighbours(workspace, environment)
    except YardError as error:
        print(f"Error: {error}", file=sys.stderr)
        return error.exit_status
    given.out.mkdir(parents=True, exist_ok=True)
    app = App(outdir=str(given.out))
    StateStack(app, environment, neighbours)
    app.synth()
    print(given.out / "stacks" / f"{environment.name}-state" / "cdk.tf.json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
