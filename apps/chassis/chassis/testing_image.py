"""For services' tests: the steps of a Dockerfile, taken without Docker, so that they are shown to be enough.

What COPY names goes into a folder, what RUN says runs there (with the image's folders /venv, /srv and /build in it, and
an environment of its own), and CMD can be started from it. It shows that the files copied and the pins installed make
a service; it does not show what the base image brings.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

FOLDERS = re.compile(r"(?<![\w./])/(venv|srv|build)\b")


class Image(NamedTuple):
    """What the steps made. command: CMD, its program found in the folder. variables: ENV, for the folder."""

    root: Path
    command: list[str]
    variables: dict[str, str]


def instructions(dockerfile: str) -> list[tuple[str, str]]:
    """Read a Dockerfile as (instruction, arguments), comments left out and continued lines joined."""
    lines = [line for line in dockerfile.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [
        (word.upper(), rest.strip())
        for word, _, rest in (line.partition(" ") for line in joined.splitlines())
    ]


def build(service: Path, root: Path) -> Image:
    """Take the steps of `service`'s Dockerfile in `root`; the context is the folder above the service.

    Raises RuntimeError with what a step wrote if it fails.
    """
    variables: dict[str, str] = {}
    command: list[str] = []
    python = str(Path(getattr(sys, "_base_executable", sys.executable)).parent)
    for word, rest in instructions((service / "Dockerfile").read_text()):
        if word == "COPY" and not rest.startswith("--from"):
            *sources, target = rest.split()
            for source in sources:
                _copy(service.parent / source, root, target)
        elif word == "RUN" and "/tmp" not in rest:  # noqa: S108  # that one is this machine's
            path = f"{root}/venv/bin:{python}:/usr/bin:/bin"
            done = subprocess.run(
                ["/bin/sh", "-ec", FOLDERS.sub(rf"{root}/\1", rest)],
                env={"PATH": path, "HOME": str(root), "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise RuntimeError(f"RUN {rest}\n{done.stdout}{done.stderr}")
        elif word == "ENV":
            pairs = (pair.partition("=") for pair in rest.split())
            variables |= {name: FOLDERS.sub(rf"{root}/\1", value) for name, _, value in pairs}
        elif word == "CMD":
            command = json.loads(rest)
    variables["PATH"] = f"{root}/venv/bin{os.pathsep}/usr/bin:/bin"
    return Image(root, [str(root / "venv/bin" / command[0]), *command[1:]], variables)


def _copy(source: Path, root: Path, target: str) -> None:
    to = root / target.lstrip("/")
    if source.is_dir():
        shutil.copytree(source, to, ignore=shutil.ignore_patterns("__pycache__"))
        return
    to = to / source.name if target.endswith("/") else to
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, to)
