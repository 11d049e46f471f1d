"""A provider package cut down to the submodules that a program uses, kept in a cache.

The stock package costs 12 to 20 s to import: jsii loads an assembly of 131 MB that describes 24,943 types. What is
kept here is the same assembly with fewer types, and the same JavaScript. Measured: 1.9 s and 300 MB to make,
for 50 submodules of AWS; 5 ms to find again.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import sys
import tarfile
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path

from yard.synth.assembly import DoesNotFitError, cut_members

# Part of the cache key: raise it whenever what is written here changes.
FORMAT = 2
PATIENCE_SECONDS = 2.0
UNUSED_AFTER_SECONDS = 30 * 24 * 3600


def pruned_package(package: str, submodules: frozenset[str], cache: Path) -> Path:
    """The folder that stands for `package`: its `_jsii` holds the pruned assembly. Made once, then read.

    cache: folder that the result is kept in, under a name of package, version and submodules; what was not asked for
    in 30 days goes when something new is made.
    Raises DoesNotFitError where the package has another layout or lacks a submodule.
    """
    stock = stock_folder(package)
    try:
        version = metadata.version(package.replace("_", "-"))
    except metadata.PackageNotFoundError as error:
        raise DoesNotFitError("its version is not known") from error
    key = hashlib.sha256(json.dumps([FORMAT, package, version, sorted(submodules)]).encode()).hexdigest()[:16]
    folder = cache / f"{package}-{version}-{key}"
    if folder.is_dir():
        with suppress(OSError):  # a cache that cannot be written can still be read
            os.utime(folder)
    else:
        with _patience(
            f"yard: preparing {package} {version} for {len(submodules)} imported submodules, once …"
        ):
            _build(stock, submodules, folder)
        _forget_unused(cache)
    return folder


def stock_folder(package: str) -> Path:
    """Where the installed package lies, found without importing it. Raises DoesNotFitError where it is missing."""
    spec = PathFinder.find_spec(package)
    if spec is None or spec.origin is None:
        raise DoesNotFitError(f"{package} is not installed")
    return Path(spec.origin).parent


def archive_of(stock: Path) -> Path:
    """The archive with the assembly and the JavaScript of the package in `stock`."""
    archives = sorted((stock / "_jsii").glob("*.jsii.tgz"))
    if len(archives) != 1:
        raise DoesNotFitError(f"{stock.name}/_jsii holds {len(archives)} archives, not one")
    return archives[0]


def _build(stock: Path, submodules: frozenset[str], folder: Path) -> None:
    archive = archive_of(stock)
    missing = sorted(name for name in submodules if not (stock / name).is_dir())
    if missing:
        raise DoesNotFitError(f"{stock.name} has no submodule {', '.join(missing)}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Two processes may build at once: each in a folder of its own, the first to finish gives it the name.
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".building-") as scratch:
        target = Path(scratch) / "package"
        (target / "_jsii").mkdir(parents=True)
        (target / "_jsii" / "__init__.py").write_bytes((stock / "_jsii" / "__init__.py").read_bytes())
        _write_archive(target / "_jsii" / archive.name, cut_members(archive, submodules))
        try:
            target.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise


def _write_archive(path: Path, members: Iterator[tuple[str, bytes]]) -> None:
    """A gzipped tar whose bytes depend on nothing but its members."""
    with path.open("wb") as file, gzip.GzipFile("", "wb", 1, file, mtime=0) as zipped:
        with tarfile.open(fileobj=zipped, mode="w") as tar:
            for name, content in members:
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
        zipped.flush()


@contextmanager
def _patience(message: str) -> Iterator[None]:
    """Say `message` on stderr, if what follows takes more than two seconds."""
    timer = threading.Timer(PATIENCE_SECONDS, lambda: print(message, file=sys.stderr, flush=True))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _forget_unused(cache: Path) -> None:
    oldest = time.time() - UNUSED_AFTER_SECONDS
    for entry in cache.iterdir():
        if entry.stat().st_mtime < oldest:
            shutil.rmtree(entry, ignore_errors=True)
