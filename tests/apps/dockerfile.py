"""Does what a Dockerfile says, without Docker: each stage in an empty folder of its own.

What is copied comes from the build context, through its .dockerignore, or from an earlier stage; what is run is run on
this machine with the stage's paths instead of the image's. Steps that change the base image itself (`rm -rf /usr/…`)
are passed over: there is none here.
Source: "Dockerfile reference".
"""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

ABSOLUTE = re.compile(r"(?<![\w./:-])/[\w./-]+")


@dataclass(frozen=True)
class Instruction:
    """One line, continuations joined. word: in capitals."""

    word: str
    arguments: str


@dataclass
class Stage:
    """What stands between one FROM and the next."""

    base: str
    name: str
    instructions: list[Instruction] = field(default_factory=list)

    def last(self, word: str) -> str:
        """The arguments of the last instruction of this kind; empty where there is none."""
        return next((one.arguments for one in reversed(self.instructions) if one.word == word), "")

    @property
    def command(self) -> list[str]:
        """What a container runs, in exec form. Raises ValueError for the shell form, which swallows signals."""
        words: list[str] = json.loads(self.last("CMD"))
        return words


def parse(text: str) -> list[Stage]:
    """Read the stages of a Dockerfile."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    stages: list[Stage] = []
    for line in re.sub(r"\\\n\s*", " ", "\n".join(lines)).splitlines():
        word, _, arguments = line.strip().partition(" ")
        if word.upper() == "FROM":
            base, _, name = arguments.partition(" AS ")
            stages.append(Stage(base, name or str(len(stages))))
        elif stages:
            stages[-1].instructions.append(Instruction(word.upper(), arguments.strip()))
    return stages


class Build:
    """The folders that stand for the stages of one Dockerfile, below `folder`."""

    def __init__(self, dockerfile: Path, context: Path, folder: Path) -> None:
        self.stages = parse(dockerfile.read_text())
        self.environment: dict[str, str] = {}
        self._context = context
        self._folder = folder
        self._sent = _sent(context)
        self._owned: set[str] = set()

    def run(self) -> Path:
        """Do all of it; returns the last stage's folder, which stands for `/` of the image.

        Raises subprocess.CalledProcessError where a step fails, FileNotFoundError where there is nothing to copy.
        """
        for stage in self.stages:
            self._stage(stage)
        return self._root(self.stages[-1].name)

    def inside(self, text: str, stage: str) -> str:
        """Rewrite the paths in `text` that the build made itself to those in the stage's folder."""
        root = self._root(stage)
        return ABSOLUTE.sub(lambda found: f"{root}{found[0]}" if self._made(found[0]) else found[0], text)

    def _root(self, stage: str) -> Path:
        return self._folder / stage

    def _made(self, path: str) -> bool:
        return PurePosixPath(path).parts[1] in self._owned

    def _stage(self, stage: Stage) -> None:
        root = self._root(stage.name)
        root.mkdir(parents=True)
        here = PurePosixPath("/")
        self.environment = {}
        for one in stage.instructions:
            if one.word == "WORKDIR":
                here = here / one.arguments
                self._own(root, here)
            elif one.word == "ENV":
                for pair in shlex.split(one.arguments):
                    name, _, value = pair.partition("=")
                    self.environment[name] = value
            elif one.word == "COPY":
                self._copy(stage, one.arguments, here)
            elif one.word == "RUN":
                self._run(stage, one.arguments, here)

    def _own(self, root: Path, folder: PurePosixPath) -> None:
        if len(folder.parts) > 1:
            self._owned.add(folder.parts[1])
        (root / str(folder).lstrip("/")).mkdir(parents=True, exist_ok=True)

    def _copy(self, stage: Stage, arguments: str, here: PurePosixPath) -> None:
        words = arguments.split()
        options = [word for word in words if word.startswith("--")]
        *sources, target = [word for word in words if not word.startswith("--")]
        origin = next((option.removeprefix("--from=") for option in options if "--from=" in option), None)
        destination = here / target
        into = target.endswith(("/", ".")) or len(sources) > 1
        self._own(self._root(stage.name), destination if into else destination.parent)
        self._owned.add(destination.parts[1])
        place = self._root(stage.name) / str(destination).lstrip("/")
        for source in sources:
            where = self._root(origin) if origin else self._context
            found = where / source.lstrip("/")
            if origin is None and not any(
                path == source or path.startswith(f"{source}/") for path in self._sent
            ):
                raise FileNotFoundError(f"COPY {source}: .dockerignore keeps it out, or it is not there")
            final = place / found.name if into and not found.is_dir() else place
            if found.is_dir():
                shutil.copytree(
                    found, final, symlinks=True, dirs_exist_ok=True, ignore=self._kept_out(origin is None)
                )
            else:
                shutil.copy2(found, final)

    def _kept_out(self, from_context: bool) -> Callable[[str, list[str]], set[str]]:
        def ignore(folder: str, names: list[str]) -> set[str]:
            if not from_context:
                return set()
            base = Path(folder).relative_to(self._context)
            sent = {
                name
                for name in names
                for path in self._sent
                if path == str(base / name) or path.startswith(f"{base / name}/")
            }
            return set(names) - sent

        return ignore

    def _run(self, stage: Stage, script: str, here: PurePosixPath) -> None:
        made_here = re.findall(r"-m venv (/\w+)", script)
        self._owned.update(PurePosixPath(path).parts[1] for path in made_here)
        if any(not self._made(path) for path in ABSOLUTE.findall(script)):
            return
        subprocess.run(
            ["/bin/bash", "-euc", self.inside(script, stage.name)],
            cwd=self._root(stage.name) / str(here).lstrip("/"),
            env={"PATH": os.environ["PATH"], "HOME": str(self._folder), "LANG": "C.UTF-8"},
            check=True,
            capture_output=True,
            text=True,
        )


def _sent(context: Path) -> list[str]:
    """The files that reach the builder. Of `.dockerignore` the last pattern decides that fits a path or a folder above.

    Source: "Build context", .dockerignore files.
    """
    lines = (context / ".dockerignore").read_text().splitlines()
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    found = []
    for folder, folders, files in os.walk(context):
        folders[:] = [name for name in folders if name not in (".git", "node_modules")]
        for name in files:
            path = str(Path(folder, name).relative_to(context))
            ignored = False
            for pattern in patterns:
                if _fits(path, pattern.removeprefix("!")):
                    ignored = not pattern.startswith("!")
            if not ignored:
                found.append(path)
    return found


def _fits(path: str, pattern: str) -> bool:
    parts = path.split("/")
    above = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    if pattern.startswith("**/"):
        return any(fnmatch.fnmatch(part, pattern[3:]) for part in parts)
    depth = pattern.count("/")
    return any(fnmatch.fnmatch(one, pattern) and one.count("/") == depth for one in above)
