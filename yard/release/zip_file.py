"""A function's zip: its digest, and its place in the bucket that the service's stack made."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yard.config import InputError


def zip_digest(path: Path) -> str:
    """`sha256:…` over the bytes of the zip, which is what Lambda tells of the code that it runs.

    Raises InputError for what is no zip.
    """
    if not path.is_file() or not zipfile.is_zipfile(path):
        raise InputError(f"--zip {path}: is not a zip. Name the one that was packaged.")
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


@dataclass(frozen=True)
class CodeBucket:
    """owner: the account that the bucket has to belong to; S3 refuses otherwise."""

    s3: Any
    name: str
    owner: str

    def holds(self, release: str) -> bool:
        """Whether the zip is there."""
        found = self.s3.list_objects_v2(
            Bucket=self.name, Prefix=_key(release), MaxKeys=1, ExpectedBucketOwner=self.owner
        )
        return bool(found.get("KeyCount"))

    def upload(self, release: str, path: Path) -> int:
        """Put the zip there; returns 1, or 0 where it is there already."""
        if self.holds(release):
            return 0
        self.s3.put_object(
            Bucket=self.name, Key=_key(release), Body=path.read_bytes(), ExpectedBucketOwner=self.owner
        )
        return 1


def _key(release: str) -> str:
    return f"{release.removeprefix('sha256:')}.zip"
