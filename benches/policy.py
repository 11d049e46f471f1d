"""Seconds to check the policies of an environment: ours cold and warm, and the stock `checkov -d` on the same JSON.

`benches/policy.py [ENV]` (default prod). Each figure is a whole process, from the start of Python to its end; wall
and processor seconds, since other work on the machine lengthens the first only, and memory.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5
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


@dataclass(frozen=True)
class Run:
    """One process: wall and processor seconds, the most memory that it held (MiB), and what it printed."""

    wall: float
    processor: float
    memory: float
    output: str


def run(*command: str) -> Run:
    """Run a command to its end; a finding's exit status is no failure."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - started
        for file in (output, errors):
            file.seek(0)
        text = output.read().decode()
        if process.returncode not in (0, 1) or not text:
            sys.exit(f"{' '.join(command[:4])} failed:\n{errors.read().decode()}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text)


def ours(out: Path, cache: Path, name: str, *, cold: bool) -> Run:
    if cold:
        shutil.rmtree(cache, ignore_errors=True)
    return run(sys.executable, "-c", OURS, str(out), str(cache), name)


def stock(out: Path, *options: str) -> Run:
    return run(
        sys.executable, "-m", "checkov.main", "-d", str(out), "-o", "json", "--quiet", "--compact", *options
    )


def median(runs: list[Run]) -> Run:
    """The run in the middle."""
    return sorted(runs, key=lambda one: one.wall)[len(runs) // 2]


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
        ways: dict[str, Callable[[], Run]] = {
            "ours, cold": lambda: ours(out, cache, name, cold=True),
            "ours, nothing changed": lambda: ours(out, cache, name, cold=False),
            "checkov -d": lambda: stock(out),
            "checkov -d, one framework, no download": lambda: stock(
                out, "--framework", "terraform_json", "--skip-download"
            ),
        }
        # In turns, so that whatever else the machine does meets all of them; the first round only warms up.
        rounds = [{title: way() for title, way in ways.items()} for _ in range(1 + RUNS)][1:]
    middle = {title: median([one[title] for one in rounds]) for title in ways}
    cold = middle["ours, cold"]
    print(f"{name}, {stacks} stacks; in turns, the median of {RUNS}")
    print(f"{'':40} wall s  proc. s    MiB  times ours cold")
    for title, one in middle.items():
        ratio = (
            f"{one.wall / cold.wall:5.1f} / {one.processor / cold.processor:.1f}" if one is not cold else ""
        )
        print(f"{title:40} {one.wall:6.2f}   {one.processor:6.2f}  {one.memory:5.0f}  {ratio}")
    print(", ".join(f"{title}: {_findings(one.output)} findings" for title, one in middle.items()))


def _findings(output: str) -> str:
    if not output.startswith(("{", "[")):
        return output.split(maxsplit=1)[0]
    reports = json.loads(output)
    return str(sum(one["summary"]["failed"] for one in (reports if isinstance(reports, list) else [reports])))


if __name__ == "__main__":
    main()
