"""`python -m yard.review --base DIR --out FILE`: writes the comment; exit status 1 where a policy or a plan fails.

--base: a checkout of what the pull request is compared with. Its own code synthesises it, in processes of their own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from yard.config import Workspace, YardError, environment_names
from yard.engine import Engine
from yard.policy import check
from yard.review.comment import EnvironmentReview, comment
from yard.review.difference import Difference, difference
from yard.synth import synthesise

BASE_SECONDS = 120


def main() -> None:
    """Review every environment of the repository around the current folder."""
    parser = argparse.ArgumentParser(prog="python -m yard.review")
    parser.add_argument("--base", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    workspace = Workspace.at()
    names = environment_names(workspace)
    reviews, syntheses, plans = [], [], {}
    with tempfile.TemporaryDirectory(prefix="yard-review-") as folder:
        for name in names:
            review, engine = _review(workspace, name, options.base, Path(folder) / name)
            reviews.append(review)
            if engine:
                syntheses.append(engine.synthesis)
                plans.update(engine.shown)
        report = None
        if len(syntheses) == len(names):
            report = check(
                syntheses,
                exceptions=workspace.root / "policies" / "exceptions.yaml",
                cache=workspace.cache,
                known=names,
                plans=plans,
            )
    options.out.write_text(comment(reviews, report), "utf-8")
    failed = [review.name for review in reviews if review.problem]
    if failed or report is None or report.failed:
        print(f"Failed: {', '.join(failed) or 'policies'}; see the comment.", file=sys.stderr)
        sys.exit(1)


def _review(
    workspace: Workspace, name: str, base: Path | None, folder: Path
) -> tuple[EnvironmentReview, Engine | None]:
    found: Difference | None = None
    try:
        synthesis = synthesise(workspace, name, folder / "head")
        if base and _synthesise_base(base.resolve(), name, folder / "base"):
            found = difference(folder / "base", folder / "head")
        engine = Engine(workspace, synthesis, offline=True)
        plan = engine.plan(show=True).as_json()
    except YardError as error:
        return EnvironmentReview(name, None, found, problem=str(error)), None
    return EnvironmentReview(name, plan, found), engine


def _synthesise_base(base: Path, name: str, out: Path) -> bool:
    """Whether the base has this environment and synthesises."""
    if not (base / "environments" / f"{name}.yaml").is_file():
        return False
    try:
        done = subprocess.run(
            [sys.executable, "-m", "yard", "synth", name, "--out", str(out)],
            cwd=base,
            env=os.environ | {"PYTHONPATH": str(base)},
            check=False,
            capture_output=True,
            timeout=BASE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    main()
