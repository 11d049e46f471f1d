"""The cdktf app that cdktf.json names: `python -m stacks`, run by the stock `cdktf` command line.

Synthesises every environment, or the one that YARD_ENVIRONMENT names, into CDKTF_OUTDIR (default cdktf.out).
"""

from __future__ import annotations

import os
import sys

from cdktf import App

from stacks import build
from yard.config import (
    Workspace,
    YardError,
    environment_names,
    load_environment,
    load_releases,
    load_services,
)


def main() -> None:
    """Write the stacks; an error is one paragraph, and its exit status tells whose fault it is."""
    try:
        workspace = Workspace.at()
        named = os.environ.get("YARD_ENVIRONMENT")
        app = App(outdir=os.environ.get("CDKTF_OUTDIR", str(workspace.out)))
        for name in [named] if named else environment_names(workspace):
            environment = load_environment(workspace, name)
            services = load_services(workspace, environment)
            build(app, environment, services, load_releases(workspace, environment, services))
        app.synth()
    except YardError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(error.exit_status)


if __name__ == "__main__":
    main()
