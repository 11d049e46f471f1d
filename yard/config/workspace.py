"""Where things are: the repository and the folders that the two kinds of YAML live in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yard.config.errors import InputError

MARKER = "cdktf.json"


@dataclass(frozen=True)
class Workspace:
    """The folders that every verb works with, all absolute.

    state_dir: where the tools write (`.yard`); out: where `synth` writes (`cdktf.out`).
    """

    root: Path
    apps: Path
    environments: Path
    state_dir: Path
    out: Path

    @classmethod
    def at(
        cls, root: Path | None = None, *, apps: Path | None = None, environments: Path | None = None
    ) -> Workspace:
        """The repository that holds `root` (the current folder where not given), with folders put elsewhere.

        Raises InputError outside a repository, and where a folder that was named does not exist.
        """
        home = _repository(root or Path.cwd())
        return cls(
            root=home,
            apps=_folder(apps, home / "apps", "--apps"),
            environments=_folder(environments, home / "environments", "--environments"),
            state_dir=home / ".yard",
            out=home / "cdktf.out",
        )

    @property
    def cache(self) -> Path:
        """What may be kept between runs and made anew at any time."""
        return self.state_dir / "cache"

    def shown(self, path: Path) -> str:
        """`path` as a person would type it from the repository."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def _repository(start: Path) -> Path:
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / MARKER).is_file():
            return folder
    raise InputError(
        f"{start}: no {MARKER} in this folder or above it. Change into a clone of the repository and try again."
    )


def _folder(named: Path | None, default: Path, option: str) -> Path:
    if named is None:
        return default
    if not named.is_dir():
        raise InputError(f"{option} {named}: there is no such folder. Name one that exists.")
    return named.resolve()
