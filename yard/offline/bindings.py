"""Finds the provider bindings that are installed and takes a resource's TypeScript out of them.

The archive (37 MB, 396 MB unpacked) holds the compiled `lib/<resource>/index.js`; the TypeScript it was compiled from
is in the source map at its end. Reading through the archive takes about a second, whatever is taken out.
"""

from __future__ import annotations

import base64
import json
import tarfile
from collections.abc import Collection
from dataclasses import dataclass
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path

from yard.config import YardError
from yard.offline.typescript import UnreadableBindingsError

SOURCE_MAP = b"//# sourceMappingURL=data:application/json;base64,"
RESOURCE, DATA_SOURCE, PROVIDER = "resource", "data", "provider"


@dataclass(frozen=True)
class Bindings:
    """One installed prebuilt provider package.

    provider: its short name, `aws`; every resource type starts with it.
    """

    provider: str
    package: str
    version: str
    archive: Path

    def folder_of(self, kind: str, type_name: str) -> str:
        """The folder below lib/ that describes a type: aws_sqs_queue is in sqs-queue, its data source in data-aws-…"""
        if kind == PROVIDER:
            return "provider"
        short = type_name.removeprefix(f"{self.provider}_").replace("_", "-")
        return short if kind == RESOURCE else f"data-{self.provider}-{short}"


def find_bindings(provider: str) -> Bindings:
    """The installed package of `provider`, found without importing it (an import takes 12 to 20 s).

    Raises YardError if there is none.
    """
    package = f"cdktf_cdktf_provider_{provider}"
    spec = PathFinder.find_spec(package)
    if spec is None or spec.origin is None:
        raise YardError(
            f"The offline provider for {provider} reads its schema from the Python package "
            f"{package.replace('_', '-')}, which is not installed. Add it to the Pipfile, or plan without --offline."
        )
    archives = sorted((Path(spec.origin).parent / "_jsii").glob("*.jsii.tgz"))
    if len(archives) != 1:
        raise YardError(
            f"{package}/_jsii holds {len(archives)} archives where one is expected. Install it again."
        )
    return Bindings(provider, package, metadata.version(package.replace("_", "-")), archives[0])


def read_sources(bindings: Bindings, folders: Collection[str]) -> dict[str, str]:
    """Folder -> its TypeScript, for those of `folders` that exist.

    Raises UnreadableBindingsError where the archive or a source map is not as cdktf writes them.
    """
    wanted, found = set(folders), dict[str, list[str]]()
    try:
        with tarfile.open(bindings.archive, "r|gz") as archive:
            for member in archive:
                parts = member.name.split("/")
                # lib/<folder>/index.js, or also lib/<folder>/index-structs/structs0.js where there are very many.
                if (
                    len(parts) < 4
                    or parts[1] != "lib"
                    or parts[2] not in wanted
                    or not parts[-1].endswith(".js")
                ):
                    continue
                file = archive.extractfile(member)
                if file is not None:
                    found.setdefault(parts[2], []).append(_typescript(file.read(), member.name))
    except (OSError, tarfile.TarError) as error:
        raise UnreadableBindingsError(f"{bindings.archive.name}: {error}") from error
    return {folder: "\n".join(texts) for folder, texts in found.items()}


def _typescript(javascript: bytes, name: str) -> str:
    start = javascript.rfind(SOURCE_MAP)
    try:
        if start < 0:
            raise ValueError("it ends without a source map")
        source_map = json.loads(base64.b64decode(javascript[start + len(SOURCE_MAP) :]))
        return "\n".join(str(text) for text in source_map["sourcesContent"])
    except (ValueError, KeyError) as error:
        raise UnreadableBindingsError(f"{name}: {error}") from error
