"""The schemas of the types a stack uses, read once from the bindings and then from the cache.

`<cache>/schema/<package>-<version>-<format>/<kind>-<type>.json` holds one type each, `null` for a type that the
bindings do not have. Files appear whole or not at all, so that several processes may share the folder.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yard.config import YardError
from yard.offline.bindings import DATA_SOURCE, PROVIDER, RESOURCE, Bindings, find_bindings, read_sources
from yard.offline.limits import with_limits
from yard.offline.schema import Block, block_from_json
from yard.offline.typescript import UnreadableBindingsError, read_schema

# Raise it whenever what is cached changes its meaning.
FORMAT = 3


@dataclass(frozen=True)
class ProviderSchema:
    """What one provider answers for in one run. A type that the bindings lack is left out: Terraform says so best."""

    provider: str
    configuration: Block
    resources: Mapping[str, Block] = field(default_factory=dict)
    data_sources: Mapping[str, Block] = field(default_factory=dict)


_memory: dict[tuple[Path, str, str], Block | None] = {}
_lock = threading.Lock()


def load_schema(
    provider: str, types: Collection[str], data_types: Collection[str], cache: Path
) -> ProviderSchema:
    """The schema of `provider`, cut down to the given types.

    Cold about a second and 2 ms a type, warm 0.2 ms a type, and nothing for what this process has loaded before.
    Raises YardError if the bindings are not installed or not readable.
    """
    bindings = find_bindings(provider)
    folder = cache / "schema" / f"{bindings.package}-{bindings.version}-{FORMAT}"
    wanted = [(PROVIDER, provider)]
    wanted += [(RESOURCE, name) for name in sorted(set(types))]
    wanted += [(DATA_SOURCE, name) for name in sorted(set(data_types))]
    with _lock:
        missing = [key for key in wanted if (folder, *key) not in _memory]
        unread = [key for key in missing if not _load(folder, *key)]
        if unread:
            _read(bindings, folder, unread)
        found = {key: _memory[folder, *key] for key in wanted}
    configuration = found[PROVIDER, provider]
    if configuration is None:
        raise YardError(f"{bindings.package} {bindings.version} describes no provider. Install it again.")
    return ProviderSchema(
        provider,
        _without_alias(configuration),
        {name: block for (kind, name), block in found.items() if kind == RESOURCE and block is not None},
        {name: block for (kind, name), block in found.items() if kind == DATA_SOURCE and block is not None},
    )


def _load(folder: Path, kind: str, name: str) -> bool:
    """Take one type from the cache; False if it is not there or not readable."""
    try:
        text = json.loads((folder / f"{kind}-{name}.json").read_text("utf-8"))
        _memory[folder, kind, name] = None if text is None else block_from_json(text)
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return True


def _read(bindings: Bindings, folder: Path, keys: Collection[tuple[str, str]]) -> None:
    """Take types from the bindings and keep them."""
    try:
        sources = read_sources(bindings, {bindings.folder_of(*key) for key in keys})
        for kind, name in keys:
            text = sources.get(bindings.folder_of(kind, name))
            block = None if text is None else with_limits(name, read_schema(text, name))
            _memory[folder, kind, name] = block
            _write(folder / f"{kind}-{name}.json", None if block is None else block.as_json())
    except UnreadableBindingsError as error:
        raise YardError(
            f"The offline provider cannot read {bindings.package} {bindings.version}: {error}. "
            "Install the version that the Pipfile.lock names."
        ) from error


def _write(path: Path, text: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".writing-", delete=False
    ) as scratch:
        json.dump(text, scratch, separators=(",", ":"))
    Path(scratch.name).replace(path)


def _without_alias(block: Block) -> Block:
    """`alias` is Terraform's own, though the bindings list it among the provider's arguments."""
    return Block({name: a for name, a in block.attributes.items() if name != "alias"}, block.blocks)
