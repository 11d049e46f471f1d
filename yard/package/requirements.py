"""What a service requires, installed for Lambda's platform: pinned, from wheels, with nothing that is not listed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from yard.config import InputError, Service, Workspace, YardError

REQUIREMENTS = "requirements.txt"
PINNED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9._,-]+\])?==[A-Za-z0-9.!+_-]+")
# Python and platform of the function. Source: "AWS Lambda Developer Guide, Lambda runtimes" (python3.11: Amazon Linux
# 2, glibc 2.26), and PEP 600 for wheels that name the glibc itself.
PYTHON = "3.11"
PLATFORMS = ("manylinux2014_x86_64", *(f"manylinux_2_{minor}_x86_64" for minor in (26, 24, 17, 12, 5)))
# Programs with this machine's paths in them, which nothing on Lambda starts.
PROGRAMS = "bin"


def install(workspace: Workspace, service: Service, target: Path) -> None:
    """Install requirements.txt into the folder `target`.

    Raises InputError for what is not pinned, YardError where pip finds no wheel for Lambda.
    """
    path = workspace.apps / service.name / REQUIREMENTS
    shown = workspace.shown(path)
    if not path.is_file():
        raise InputError(f"{shown}: there is no such file. List what the service runs with, each with ==.")
    _refuse_unpinned(path, shown)
    command = [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--no-input", "--no-deps", "--no-compile", "--only-binary", ":all:", "--ignore-installed"),
        *("--implementation", "cp", "--python-version", PYTHON),
        *(word for platform in PLATFORMS for word in ("--platform", platform)),
        *("--target", str(target), "--requirement", str(path)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = done.stderr.strip().splitlines()
        raise YardError(
            f"{shown}: pip could not install it for Lambda (Python {PYTHON}, x86-64):\n"
            + "\n".join(reason[-3:])
            + "\nUse a version that has a wheel for it, or function.package: image."
        )
    shutil.rmtree(target / PROGRAMS, ignore_errors=True)


def _refuse_unpinned(path: Path, shown: str) -> None:
    """Without exact versions, the same commit would give another zip tomorrow."""
    problems = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        requirement = line.partition(" #")[0].partition(";")[0].strip()
        if requirement and not requirement.startswith("#") and not PINNED.fullmatch(requirement):
            problems.append(f"{shown}:{number}: {requirement} is not pinned. Write it as name==version.")
    if problems:
        raise InputError(problems)
