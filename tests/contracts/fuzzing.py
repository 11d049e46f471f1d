"""Tries a service with requests made from its own OpenAPI document, valid ones and broken ones (schemathesis)."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

# Enough to meet each field's limits and to spend a few seconds; the seed keeps a failure there until it is mended.
EXAMPLES = 50
SEED = 1


def fuzz(document: str, *, hooks: str | None = None, excluded: tuple[str, ...] = ()) -> None:
    """Fail with schemathesis's report unless the service keeps to its document.

    document: its URL. hooks: a module beside this one that narrows what is generated, see "Schemathesis, Extending".
    excluded: names of checks that do not hold for this service.
    """
    here = Path(__file__).parent
    command = [str(Path(sys.executable).with_name("st")), "--no-color", "run", document]
    command += [
        "--checks",
        "all",
        "--max-examples",
        str(EXAMPLES),
        "--seed",
        str(SEED),
        "--continue-on-failure",
    ]
    if excluded:
        command += ["--exclude-checks", ",".join(excluded)]
    environment = {**os.environ, "PYTHONPATH": str(here)}
    if hooks:
        environment["SCHEMATHESIS_HOOKS"] = hooks
    with tempfile.TemporaryDirectory(prefix="schemathesis-") as folder:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stdout + done.stderr
