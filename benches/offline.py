"""Seconds of the offline provider: schema cold and warm, then each Terraform command on the stacks of `dev`.

State-only, one stack after the other, so that the figures are the provider's and Terraform's alone; the machine's
load is printed, since two cores that are busy double every figure.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from yard.config import Workspace
from yard.offline import serve
from yard.synth import synthesise

ROOT = Path(__file__).resolve().parents[1]

COMMANDS = (
    ("init", "-input=false"),
    ("validate",),
    ("plan", "-input=false", "-out=plan"),
    ("apply", "-input=false", "plan"),
    ("plan", "-input=false"),
)


def main() -> None:
    """Print the figures; needs a terraform on PATH."""
    terraform = shutil.which("terraform")
    if terraform is None:
        sys.exit("No terraform on PATH to measure with.")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        synthesis = synthesise(Workspace.at(ROOT), "dev", folder / "out")
        account, region = synthesis.environment.account, synthesis.environment.region
        types = {kind for stack in synthesis.stacks.values() for kind in stack.json["resource"]}
        for label in ("cold", "warm"):
            started = time.perf_counter()
            with serve(types, [], endpoint=None, account=account, region=region, cache=folder / "cache"):
                print(f"serve {len(types)} types, {label:<21}: {time.perf_counter() - started:6.3f} s")
        for name, stack in synthesis.stacks.items():
            (folder / name).mkdir()
            shutil.copy(stack.path, folder / name / "cdk.tf.json")
            (folder / name / "bench_override.tf.json").write_text(json.dumps(_local(folder, stack.json)))
            for command in COMMANDS:
                started = time.perf_counter()
                with serve(
                    stack.json["resource"],
                    [],
                    endpoint=None,
                    account=account,
                    region=region,
                    cache=folder / "cache",
                ) as variables:
                    subprocess.run(
                        [terraform, *command],
                        cwd=folder / name,
                        env=os.environ
                        | variables
                        | {
                            "TF_CLI_CONFIG_FILE": os.devnull,
                            "CHECKPOINT_DISABLE": "1",
                            "TF_IN_AUTOMATION": "1",
                        },
                        check=True,
                        capture_output=True,
                    )
                print(f"{name:<14} {command[0]:<20}: {time.perf_counter() - started:6.3f} s", flush=True)
    print(f"load average                        : {os.getloadavg()[0]:6.2f} on {os.cpu_count()} cores")


def _local(folder: Path, stack: dict[str, Any]) -> dict[str, Any]:
    """State beside the stack, and upstream states where they were left."""
    override: dict[str, Any] = {"terraform": {"backend": {"local": {}}}}
    for name, source in stack.get("data", {}).get("terraform_remote_state", {}).items():
        upstream = source["config"]["key"].rpartition("/")[2].removesuffix(".tfstate")
        path = str(folder / upstream / "terraform.tfstate")
        found = override.setdefault("data", {}).setdefault("terraform_remote_state", {})
        found[name] = {"backend": "local", "config": {"path": path}}
    return override


if __name__ == "__main__":
    main()
