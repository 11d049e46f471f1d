"""What was judged before: one file a stack, found by what the stack is and by which policies judged it.

`<cache>/policy/<policies>/<stack>.json`. With nothing changed, checkov is not even imported.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from yard.policy.verdict import Verdict, Verdicts

HERE = Path(__file__).resolve().parent
POLICIES = HERE.parents[1] / "policies"
# What decides a verdict besides the stack: our policies, and how checkov is asked.
JUDGES = tuple(
    HERE / name for name in ("absent.py", "form.py", "judge.py", "loading.py", "once.py", "verdict.py")
)


class VerdictCache:
    """Verdicts of stacks below a folder that may be taken away at any time."""

    def __init__(self, folder: Path) -> None:
        self._all = folder / "policy"
        self._folder = self._all / policy_version()

    def get(self, document: dict[str, Any]) -> Verdicts | None:
        """What these policies said of exactly this stack; None where they were not asked, or the file is broken."""
        try:
            text = json.loads(self._path(document).read_text("utf-8"))
            return Verdicts(
                int(text["passed"]),
                [Verdict(**{**one, "keys": tuple(one["keys"])}) for one in text["failed"]],
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, document: dict[str, Any], verdicts: Verdicts) -> None:
        """Remember; what other versions of the policies said is forgotten."""
        if not self._folder.is_dir():
            shutil.rmtree(self._all, ignore_errors=True)
            self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=self._folder, delete=False) as scratch:
            json.dump(
                {"passed": verdicts.passed, "failed": [asdict(verdict) for verdict in verdicts.failed]},
                scratch,
            )
        Path(scratch.name).replace(self._path(document))

    def _path(self, document: dict[str, Any]) -> Path:
        text = json.dumps(document, sort_keys=True, separators=(",", ":"))
        return self._folder / f"{_digest([text.encode()])}.json"


def policy_version() -> str:
    """A name for the policies as they are: checkov's version, our files and how checkov is asked."""
    files = [*JUDGES, *sorted(POLICIES.rglob("*.py"))]
    parts = [metadata.version("checkov").encode()]
    for path in files:
        parts += [path.name.encode(), path.read_bytes()]
    return _digest(parts)


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:24]
