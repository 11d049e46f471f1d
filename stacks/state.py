"""State stack: the bucket that keeps the state of all other stacks of an account and region, and its key.

Needs: nothing; everything needs it. It is applied once for an account, by hand, before anything else:
`python -m stacks.state dev DIR`, then `terraform init` and `terraform apply` in `DIR/stacks/dev-state`. Its own state
is a file there: the bucket cannot keep it before it exists. Terraform refuses to destroy it; without it Terraform no
longer knows what it made.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cdktf import App, LocalBackend

from modules.data.bucket import Bucket
from modules.security.kms_key import KmsKey
from stacks.environment_stack import STATE_KEY, EnvironmentStack, state_bucket
from yard.config import Environment, Workspace, YardError, load_environment


class StateStack(EnvironmentStack):
    """Versioned, so that an earlier state can be had back; protected in every environment."""

    def __init__(self, app: App, environment: Environment) -> None:
        super().__init__(app, environment, "state", team="platform")
        key = KmsKey(
            self,
            "key",
            name=STATE_KEY,
            account=environment.account,
            region=environment.region,
            log_groups=f"/{STATE_KEY}",
            protect=True,
        )
        bucket = Bucket(self, "bucket", name=state_bucket(environment), key=key, protect=True)
        self.output("state_bucket", bucket.name, "Where the states are kept.")

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
    try:
        environment = load_environment(Workspace.at(), given.environment)
    except YardError as error:
        print(f"Error: {error}", file=sys.stderr)
        return error.exit_status
    given.out.mkdir(parents=True, exist_ok=True)
    app = App(outdir=str(given.out))
    StateStack(app, environment)
    app.synth()
    print(given.out / "stacks" / f"{environment.name}-state" / "cdk.tf.json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
