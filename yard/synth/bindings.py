"""Fast bindings: the provider packages without the 2,212 submodules that nobody asked for.

`install()` puts a lazy package in `sys.modules` in place of each `cdktf_cdktf_provider_*` package that `stacks/` and
`modules/` import. Its `__init__` is not run; its path leads to the pruned assembly first, then to the stock files.
Measured: 0.7 s in place of 12 to 20 s for the same bytes of JSON.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import types
from collections.abc import Sequence
from contextlib import suppress
from importlib.abc import MetaPathFinder
from pathlib import Path

from yard.synth.assembly import DoesNotFitError
from yard.synth.imports import WHOLE_PACKAGE, imported_submodules
from yard.synth.prune import pruned_package, stock_folder

SWITCH = "YARD_STOCK_BINDINGS"
REPOSITORY = Path(__file__).resolve().parents[2]
CACHE = REPOSITORY / ".yard" / "cache"
# jsii warns on every start about Node versions that it has not been tested with or that are past their end; they work.
SILENT_JSII = {
    "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
    "JSII_SILENCE_WARNING_KNOWN_BROKEN_NODE_VERSION": "1",
    "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION": "1",
    "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "18,19,20,21,22,23,24,25,26",
}
# Where jsii unpacks archives (else in the person's home) and Node 22 keeps compiled JavaScript (Node 20 ignores it).
CACHES = {"JSII_RUNTIME_PACKAGE_CACHE_ROOT": CACHE / "jsii", "NODE_COMPILE_CACHE": CACHE / "node"}

_installed: set[tuple[Path, ...]] = set()


def install(
    folders: tuple[Path, ...] = (REPOSITORY / "stacks", REPOSITORY / "modules"),
    cache: Path = CACHE / "bindings",
) -> None:
    """Make later imports of provider packages fast. Does nothing with YARD_STOCK_BINDINGS=1 or a second time.

    folders: where the import statements are read. Where a package does not fit, one warning is printed and the
    stock package is used: slower, the same result.
    """
    _prepare_node()
    if os.environ.get(SWITCH) == "1":
        return
    if folders in _installed:
        return
    _installed.add(folders)
    for package, submodules in imported_submodules(folders).items():
        if package in sys.modules:
            continue
        try:
            if WHOLE_PACKAGE in submodules:
                raise DoesNotFitError(f"it is imported whole; write `from {package}.vpc import Vpc`")
            _install_package(package, submodules, pruned_package(package, submodules, cache))
        except (DoesNotFitError, OSError) as error:
            print(f"yard: {package}: {error}; using the stock package, which is slower.", file=sys.stderr)


def _prepare_node() -> None:
    for name, value in SILENT_JSII.items():
        os.environ.setdefault(name, value)
    for name, folder in CACHES.items():
        with suppress(OSError):  # then each has a place of its own
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.environ.setdefault(name, str(folder))


def _install_package(package: str, submodules: frozenset[str], pruned: Path) -> None:
    stock = stock_folder(package)
    spec = importlib.util.spec_from_file_location(
        package, stock / "__init__.py", submodule_search_locations=[str(pruned), str(stock)]
    )
    if spec is None:
        raise DoesNotFitError("Python cannot load it")
    module = types.ModuleType(package)
    module.__spec__ = spec
    module.__file__ = spec.origin
    module.__path__ = list(spec.submodule_search_locations or [])
    sys.modules[package] = module
    sys.meta_path.insert(0, _Refusal(package, submodules))


class _Refusal(MetaPathFinder):
    """Says what to do about an import that was not foreseen, before jsii fails on a type that it does not know."""

    def __init__(self, package: str, submodules: frozenset[str]) -> None:
        self._package = package
        self._submodules = submodules | {"_jsii"}

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: types.ModuleType | None = None
    ) -> None:
        package, _, submodule = name.partition(".")
        if package == self._package and submodule.split(".")[0] not in self._submodules:
            raise ModuleNotFoundError(
                f"{name} is not among the submodules that stacks/ and modules/ import. Import it there,"
                f" as `from {name} import …`, or set {SWITCH}=1 to have them all.",
                name=name,
            )
