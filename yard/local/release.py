"""Which release of a service is on this disk: what an image digest is on AWS."""

from __future__ import annotations

import hashlib
from pathlib import Path

# Shared by every service, so a change in it is a release of each.
SHARED = "chassis"
# Beside the code, yet never part of what runs.
LEFT_OUT = frozenset(("__pycache__", "tests", "node_modules", ".venv"))


def digest_of(apps: Path, service: str, *, without: str = "") -> str:
    """Digest of the names and contents of a service's files and of the shared library's, tests left out.

    without: a folder of the service that is left out too, since it is made from the rest.
    """
    digest = hashlib.sha256()
    for folder in (apps / service, apps / SHARED):
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            if without and (apps / service / without) in (path, *path.parents):
                continue
            if path.is_file() and not any(part in LEFT_OUT or part.endswith(".egg-info") for part in parts):
                digest.update(f"{folder.name}/{'/'.join(parts)}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
