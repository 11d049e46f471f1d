"""What a type checker needs of the provider packages: the submodules in use, and no other.

`MYPYPATH="$(python -m yard.synth.typing)" mypy` checks every argument of every construct. Without it mypy follows the
package's `__init__` into 2,212 submodules: measured 118 s and 3.4 GB in place of seconds.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from yard.synth.bindings import REPOSITORY
from yard.synth.imports import imported_submodules
from yard.synth.prune import stock_folder

FOLDERS = (REPOSITORY / "stacks", REPOSITORY / "modules")


def typing_path(folders: tuple[Path, ...] = FOLDERS, cache: Path = REPOSITORY / ".yard" / "cache") -> Path:
    """A folder with each provider package cut down to links to the submodules that `folders` import."""
    target = cache / "typing"
    for package, submodules in imported_submodules(folders).items():
        stock, own = stock_folder(package), target / package
        wanted = {name: stock / name for name in sorted({*submodules, "_jsii"}) if (stock / name).is_dir()}
        if own.is_dir() and {path.name for path in own.iterdir() if path.is_dir()} == set(wanted):
            continue
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir(parents=True)
        (own / "__init__.py").touch()
        (own / "py.typed").touch()
        for name, origin in wanted.items():
            (own / name).symlink_to(origin, target_is_directory=True)
    return target


if __name__ == "__main__":
    print(typing_path())
