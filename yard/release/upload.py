"""A site's files in its bucket: each release whole below `releases/<digest>/`, and a list of its files beside it.

The list is written last, so that a release which has one is complete, however an earlier upload ended. It lies where
CloudFront cannot reach it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from yard.sites import SiteFile, is_hashed

AT_ONCE = 8
Tell = Callable[[str], None]


@dataclass(frozen=True)
class SiteBucket:
    """owner: the account that the bucket has to belong to; S3 refuses otherwise."""

    s3: Any
    name: str
    owner: str

    def holds(self, release: str) -> bool:
        """Whether all files of `release` are there."""
        return self._list(release) is not None

    def upload(self, release: str, files: Collection[SiteFile], tell: Tell) -> int:
        """Put the files there; returns how many, 0 where they are there already."""
        if self.holds(release):
            return 0
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for count, _ in enumerate(pool.map(lambda file: self._put(release, file), files), 1):
                tell(f"{count} of {len(files)} files uploaded")
        self.s3.put_object(
            Bucket=self.name,
            Key=_list_key(release),
            Body=json.dumps({"files": sorted(file.name for file in files)}).encode(),
            ContentType="application/json",
            ExpectedBucketOwner=self.owner,
        )
        return len(files)

    def carry_over(self, before: str, release: str) -> int:
        """Copy what pages of `before` may still ask for into `release`: a page stays open while releases change.

        Only files with a hash in their names, which mean the same under any release; returns how many.
        """
        old, new = self._list(before) or (), self._list(release) or ()
        missing = [name for name in old if is_hashed(name) and name not in new]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda name: self._copy(before, release, name), missing))
        return len(missing)

    def _put(self, release: str, file: SiteFile) -> None:
        self.s3.put_object(
            Bucket=self.name,
            Key=_key(release, file.name),
            Body=file.path.read_bytes(),
            ContentType=file.content_type,
            CacheControl=file.cache_control,
            ExpectedBucketOwner=self.owner,
        )

    def _copy(self, before: str, release: str, name: str) -> None:
        self.s3.copy_object(
            Bucket=self.name,
            Key=_key(release, name),
            CopySource={"Bucket": self.name, "Key": _key(before, name)},
            ExpectedBucketOwner=self.owner,
            MetadataDirective="COPY",
        )

    def _list(self, release: str) -> list[str] | None:
        try:
            answer = self.s3.get_object(
                Bucket=self.name, Key=_list_key(release), ExpectedBucketOwner=self.owner
            )
        except self.s3.exceptions.NoSuchKey:
            return None
        names: list[str] = json.loads(answer["Body"].read())["files"]
        return names


def prefix(release: str) -> str:
    """Where the files of a release are: `releases/<64 hexadecimal digits>`."""
    return f"releases/{release.removeprefix('sha256:')}"


def _key(release: str, name: str) -> str:
    return f"{prefix(release)}/{name}"


def _list_key(release: str) -> str:
    return f"{prefix(release)}.json"
