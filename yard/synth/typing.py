"""What a type checker needs of the provider packages: the submodules in use, and no other.

`MYPYPATH="$(python -m yard.synth.typing)" mypy` checks every argument of every construct. Without it mypy follows the
package's `__init__` into 2,212 submodules: measured 118 s and 3.4 GB in place of seconds.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from yard.synth.bindings import CACHE, REPOSITORY
from yard.synth.imports import imported_submodules
from yard.synth.prune import stock_folder

FOLDERS = (REPOSITORY / "stacks", REPOSITORY / "modules")


def typing_path(folders: tuple[Path, ...] = FOLDERS, cache: Path = CACHE) -> Path:
    """A folder with each provider package cut down to links to the submodules that `folders` import.

    Raises DoesNotFitError where a package is not installed.
    """
    target = cache / "typing"
    target.mkdir(parents=True, exist_ok=True)
    for package, submodules in imported_submodules(folders).items():
        stock, own = stock_folder(package), target / package
        wanted = {name: stock / name for name in sorted({*submodules, "_jsii"}) if (stock / name).is_dir()}
        if _links(own) != wanted:
            _replace(own, wanted)
    return target


def _links(folder: Path) -> dict[str, Path]:
    return {path.name: path.readlink() for path in folder.glob("*") if path.is_symlink()}


def _replace(folder: Path, wanted: dict[str, Path]) -> None:
    # Built beside, then moved into place: a type checker that runs meanwhile sees the old folder or the new one.
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".building-") as scratch:
        built = Path(scratch) / "built"
        built.mkdir()
        (built / "__init__.py").touch()
        (built / "py.typed").touch()
        for name, origin in wanted.items():
            (built / name).symlink_to(origin, target_is_directory=True)
        if folder.is_dir():
            folder.rename(Path(scratch) / "old")
        built.rename(folder)


if __name__ == "__main__":
    print(typing_path())
