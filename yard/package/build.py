"""From a service's folder to the zip that Lambda runs."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yard.config import InputError, Service, Workspace, YardError
from yard.config.function import UNZIPPED_MIB
from yard.package.archive import write_archive
from yard.package.bytecode import compile_all
from yard.package.code import code_of
from yard.package.requirements import install

MIB = 1024 * 1024
LARGEST_SHOWN = 3
BYTECODE = ".pyc"


@dataclass(frozen=True)
class Package:
    """A zip. digest: `sha256:…` of its bytes, which is its release. unzipped_bytes: what Lambda's limit is about."""

    service: str
    path: Path
    digest: str
    bytes: int
    unzipped_bytes: int
    files: int

    def as_json(self) -> dict[str, Any]:
        """What `yard package --json` prints."""
        return {
            "service": self.service,
            "path": str(self.path),
            "digest": self.digest,
            "bytes": self.bytes,
            "unzipped_bytes": self.unzipped_bytes,
            "files": self.files,
        }


def package(workspace: Workspace, service: Service, out: Path) -> Package:
    """Write the zip of `service` into the folder `out`, named by its digest.

    Raises InputError for a service that is no zip, and for code or requirements that cannot be packaged; YardError
    where it is larger than Lambda takes.
    """
    _refuse_other_kinds(service)
    with tempfile.TemporaryDirectory(prefix="yard-package-") as scratch:
        task = Path(scratch) / "task"
        code = code_of(workspace, service)
        install(workspace, service, task)
        _add(code, task, service)
        compile_all(task)
        files = _check_size(workspace, service, task)
        whole = Path(scratch) / "function.zip"
        write_archive(files, whole)
        content = whole.read_bytes()
        unzipped = sum(path.stat().st_size for path in files.values())
    digest = hashlib.sha256(content).hexdigest()
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{service.name}-{digest[:12]}.zip"
    path.write_bytes(content)
    return Package(service.name, path, f"sha256:{digest}", len(content), unzipped, len(files))


def _refuse_other_kinds(service: Service) -> None:
    if service.runtime != "lambda":
        raise InputError(
            service.problem(
                "runtime",
                f"{service.runtime} runs no zip. Use runtime: lambda, or deploy it without packaging.",
            )
        )
    if service.function.package != "zip":
        raise InputError(
            service.problem(
                "function.package",
                f"{service.function.package} is built with docker. Use zip, or deploy it with --image.",
            )
        )


def _add(code: dict[str, Path], task: Path, service: Service) -> None:
    """Put the service's own code beside what it requires."""
    for name, path in code.items():
        target = task / name
        if target.exists():
            raise InputError(
                f"{service.source}: {name} is the service's own and a requirement's too. Rename the package."
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)


def _check_size(workspace: Workspace, service: Service, task: Path) -> dict[str, Path]:
    """Name in the zip -> file, of all that goes into it: without bytecode if it would be too large with it.

    Source: "AWS Lambda Developer Guide, Lambda quotas" (250 MB unzipped).
    """
    files = {path.relative_to(task).as_posix(): path for path in sorted(task.rglob("*")) if path.is_file()}
    sizes = _sizes(files)
    if sizes.total() > UNZIPPED_MIB * MIB:
        files = {name: path for name, path in files.items() if path.suffix != BYTECODE}
        sizes = _sizes(files)
    if sizes.total() > UNZIPPED_MIB * MIB:
        largest = ", ".join(
            f"{name} ({size / MIB:.0f} MiB)" for name, size in sizes.most_common(LARGEST_SHOWN)
        )
        raise YardError(
            f"{workspace.shown(workspace.apps / service.name)}: has {sizes.total() / MIB:.0f} MiB unzipped, and Lambda"
            f" takes {UNZIPPED_MIB}. The largest: {largest}. Take requirements out, or use function.package: image"
            " (10 GB), or runtime: ecs."
        )
    return files


def _sizes(files: dict[str, Path]) -> Counter[str]:
    """Bytes by the first part of the name."""
    sizes = Counter[str]()
    for name, path in files.items():
        sizes[name.partition("/")[0]] += path.stat().st_size
    return sizes
