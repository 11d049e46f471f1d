"""A zip whose bytes depend on what is in it alone: neither on when it was made, nor where, nor by whom."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

# The first moment that a zip can tell. Source: PKWARE's "APPNOTE.TXT, date and time fields".
NO_TIME = (1980, 1, 1, 0, 0, 0)
# Lambda runs as another user than the one that packaged. Source: "AWS Lambda Developer Guide, Working with .zip file
# archives for Python Lambda functions, Setting permissions".
FILE, PROGRAM = 0o100644, 0o100755
UNIX = 3


def write_archive(files: Mapping[str, Path], target: Path) -> None:
    """Write `files`, name in the zip -> file on disk, to `target`, which appears whole or not at all."""
    half = target.with_suffix(".half")
    with zipfile.ZipFile(half, "w") as archive:
        for name, path in sorted(files.items()):
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.create_system = UNIX
            entry.external_attr = (PROGRAM if path.stat().st_mode & 0o100 else FILE) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), compresslevel=9)
    half.replace(target)
