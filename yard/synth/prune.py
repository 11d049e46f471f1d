"""A provider package cut down to the submodules that a program uses.

The stock package costs 12 to 20 s to import: jsii loads an assembly of 131 MB that describes 24,943 types. What is
kept here is the same assembly with fewer types, and the same JavaScript files.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Iterator
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path

# Part of the cache key: raise it whenever what is written here changes.
FORMAT = 1
ASSEMBLY = "package/.jsii"


class DoesNotFitError(Exception):
    """The package is not laid out as expected; the stock package must be used."""


def pruned_package(package: str, submodules: frozenset[str], cache: Path) -> Path:
    """The folder that stands for `package`: its `_jsii` holds the pruned assembly. Made once, then read.

    cache: folder that the result is kept in, under a name of package, version and submodules.
    Raises DoesNotFitError where the package has another layout or lacks a submodule.
    """
    stock = stock_folder(package)
    version = metadata.version(package.replace("_", "-"))
    key = hashlib.sha256(json.dumps([FORMAT, package, version, sorted(submodules)]).encode()).hexdigest()[:16]
    folder = cache / f"{package}-{version}-{key}"
    if not folder.is_dir():
        _build(stock, submodules, folder)
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
        _write_archive(target / "_jsii" / archive.name, _pruned_members(archive, submodules))
        try:
            target.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise


def _pruned_members(archive: Path, submodules: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of the pruned archive."""
    folders = {name.replace("_", "-") for name in submodules}
    with tarfile.open(archive) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content is None:
                continue
            parts = member.name.split("/")
            if member.name == ASSEMBLY:
                yield member.name, _prune_assembly(content.read(), folders)
            elif member.name == "package/package.json":
                yield member.name, content.read()
            elif member.name == "package/lib/index.js":
                yield member.name, _prune_index(content.read().decode(), folders).encode()
            elif len(parts) >= 4 and parts[1] == "lib" and parts[2] in folders and parts[-1].endswith(".js"):
                yield member.name, content.read()


def _prune_assembly(text: bytes, folders: set[str]) -> bytes:
    assembly = json.loads(text)
    try:
        kept = {
            name: submodule
            for name, submodule in assembly["submodules"].items()
            if submodule["symbolId"].split("/")[1] in folders
        }
        prefixes = tuple(f"{name}." for name in kept)
        assembly["types"] = {
            name: kind for name, kind in assembly["types"].items() if name.startswith(prefixes)
        }
    except (KeyError, IndexError, AttributeError) as error:
        raise DoesNotFitError(f"the assembly has another layout ({error!r})") from error
    if len(kept) != len(folders):
        raise DoesNotFitError(f"the assembly knows {len(kept)} of {len(folders)} submodules")
    assembly["submodules"] = kept
    return json.dumps(assembly, separators=(",", ":")).encode()


def _prune_index(text: str, folders: set[str]) -> str:
    """The entry file with only the `require` lines of the kept submodules."""
    lines = [
        line
        for line in text.splitlines()
        if "require(" not in line or line.split('require("./')[-1].split('"')[0] in folders
    ]
    return "\n".join(line for line in lines if not line.endswith("= void 0;")) + "\n"


def _write_archive(path: Path, members: Iterator[tuple[str, bytes]]) -> None:
    """A gzipped tar whose bytes depend on nothing but its members."""
    with path.open("wb") as file, gzip.GzipFile("", "wb", 1, file, mtime=0) as zipped:
        with tarfile.open(fileobj=zipped, mode="w") as tar:
            for name, content in members:
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
        zipped.flush()
