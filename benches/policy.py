"""Seconds to check the policies of an environment: ours cold and warm, and the stock `checkov -d` on the same JSON.

`benches/policy.py [ENV]` (default prod). Each figure is a whole process, from the start of Python to its end; wall
and processor seconds, since other work on the machine lengthens the first only.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3
# What `yard check` does after synthesis, on the JSON that lies in a folder.
OURS = """
import json, sys
from pathlib import Path
from yard.config import Workspace, environment_names, load_environment, load_services
from yard.policy import check
from yard.synth import Synthesis, SynthesisedStack
out, cache, name = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
workspace = Workspace.at()
environment = load_environment(workspace, name)
stacks = {
    path.parent.name: SynthesisedStack(path.parent.name, path, json.loads(path.read_text()), ())
    for path in sorted(out.glob("stacks/*/cdk.tf.json"))
}
synthesis = Synthesis(environment, load_services(workspace, environment), out, stacks)
report = check(synthesis, exceptions=workspace.root / "policies/exceptions.yaml", cache=cache,
               known=environment_names(workspace))
print(len(report.failed) + len(report.excepted), report.passed)
"""


def timed(*command: str) -> tuple[float, float, str]:
    """Wall seconds, processor seconds and output of a command; a finding's exit status is no failure."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1) or not done.stdout:
        sys.exit(f"{' '.join(command[:4])} failed:\n{done.stderr}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def ours(out: Path, cache: Path, name: str) -> tuple[float, float, str]:
    return timed(sys.executable, "-c", OURS, str(out), str(cache), name)


def stock(out: Path, *options: str) -> tuple[float, float, str]:
    return timed(
        sys.executable, "-m", "checkov.main", "-d", str(out), "-o", "json", "--quiet", "--compact", *options
    )


def best(runs: list[tuple[float, float, str]]) -> tuple[float, float, str]:
    """The run that was disturbed least."""
    return min(runs, key=lambda run: run[1])


def main() -> None:
    """Print the figures and the two ratios."""
    name = sys.argv[1] if len(sys.argv) > 1 else "prod"
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled modules are kept, as bin/yard does
    with tempfile.TemporaryDirectory() as folder:
        out, cache = Path(folder) / "out", Path(folder) / "cache"
        subprocess.run([sys.executable, "-m", "yard", "synth", name, "--out", str(out)], cwd=ROOT, check=True,
                       capture_output=True)  # fmt: skip
        stacks = len(list(out.glob("stacks/*")))
        cold = []
        for _ in range(RUNS):
            shutil.rmtree(cache, ignore_errors=True)
            cold.append(ours(out, cache, name))
        warm = [ours(out, cache, name) for _ in range(RUNS)]
        theirs = [stock(out) for _ in range(RUNS)]
        told_not_to = [stock(out, "--framework", "terraform_json", "--skip-download") for _ in range(RUNS)]
    print(f"{name}, {stacks} stacks; wall s / processor s, the best of {RUNS}")
    rows = (
        ("ours, cold", best(cold)),
        ("ours, nothing changed", best(warm)),
        ("checkov -d", best(theirs)),
        ("checkov -d, one framework, no download", best(told_not_to)),
    )
    for title, (wall, processor, output) in rows:
        print(f"{title:40} {wall:6.2f} / {processor:5.2f}   {_findings(output)} findings")
    for title, (wall, processor, _) in rows[2:]:
        print(f"{title:40} {wall / rows[0][1][0]:6.1f} / {processor / rows[0][1][1]:5.1f}   times ours cold")


def _findings(output: str) -> str:
    if not output.startswith(("{", "[")):
        return output.split(maxsplit=1)[0]
    reports = json.loads(output)
    return str(sum(one["summary"]["failed"] for one in (reports if isinstance(reports, list) else [reports])))


if __name__ == "__main__":
    main()
