"""Importing no more of checkov than judges a stack: an eighth of its checks, and nothing that reaches the network.

A plain import takes as long as everything else together. Measured, in processor seconds: 1.45 for all of checkov's
Terraform part, 0.7 for what is imported here.
"""

from __future__ import annotations

import gc
import importlib
import importlib.machinery
import os
import pkgutil
import re
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from yard.policy.absent import absent
from yard.policy.once import work_out_once

CHECKS = "checkov.terraform.checks"
# The providers of our stacks: their checks are imported type by type.
OWN = tuple(f"{CHECKS}.resource.{provider}" for provider in ("aws", "kubernetes"))
# Checks for other clouds, which our stacks never meet.
OTHER_CLOUDS = (
    *("alicloud", "azure", "digitalocean", "gcp", "github", "gitlab", "linode", "ncp", "oci"),
    *("okta", "openstack", "panos", "tencentcloud", "yandexcloud"),
)
# What checkov imports to fetch guidelines, images and modules: no check asks for any of them.
NEVER_USED = ("aiohttp", "boto3", "botocore", "docker", "git", "requests", "tqdm", "urllib3")
# How checkov would print a report, look for secrets in files and keep graphs of another kind.
NEVER_ASKED = ("charset_normalizer", "detect_secrets", "networkx", "prettytable", "tabulate")
# What others of its packages do without where it is missing: asteval, which evaluates expressions, and lark.
NOT_NEEDED = ("numpy", "regex", "wcwidth")
QUOTED_TYPE = re.compile(r"""["']((?:aws|kubernetes)_[a-z0-9_]+)["']""")


@cache
def load() -> None:
    """Import checkov, without its checks of single resources, and our own policies."""
    os.environ["CHECKOV_CHECK_FAIL_LEVEL"] = (
        "NONE"  # what a check raises is told by us, not logged by checkov
    )
    with _without_collection(), absent((*NEVER_USED, *NEVER_ASKED), missing=NOT_NEEDED):
        if "checkov.terraform" not in sys.modules:
            _leave_out_checks()
            _leave_out_log_filters()
        importlib.import_module("checkov.terraform.base_runner")
        work_out_once()
    import policies

    for module in pkgutil.walk_packages(policies.__path__, "policies."):
        importlib.import_module(module.name)


def load_checks(types: Collection[str]) -> None:
    """Import checkov's checks of resources of these types, and those that do not say their types in their file."""
    wanted = set(types)
    with _without_collection():
        for name, named in _types_by_check().items():
            if not named or named & wanted:
                importlib.import_module(name)


@cache
def _types_by_check() -> dict[str, frozenset[str]]:
    """Module of checkov's checks for our providers -> the resource types that stand in it."""
    return {
        f"{package}.{path.stem}": frozenset(QUOTED_TYPE.findall(path.read_text("utf-8")))
        for package in OWN
        for path in sorted(_folder(package).glob("*.py"))
        if path.stem != "__init__"
    }


def _leave_out_checks() -> None:
    for kind in ("resource", "data"):
        for cloud in OTHER_CLOUDS:
            name = f"{CHECKS}.{kind}.{cloud}"
            sys.modules.setdefault(name, ModuleType(name))
    # The packages themselves, with their files but without importing all of them.
    for name in OWN:
        package = ModuleType(name)
        package.__path__ = [str(_folder(name))]
        package.__spec__ = importlib.machinery.ModuleSpec(name, None, is_package=True)
        package.__spec__.submodule_search_locations = package.__path__
        sys.modules[name] = package


def _folder(package: str) -> Path:
    """Where the files of one of checkov's packages are, found without importing it."""
    checkov = find_spec("checkov")
    location = next(iter(checkov.submodule_search_locations or [])) if checkov else ""
    return Path(location, *package.split(".")[1:])


def _leave_out_log_filters() -> None:
    """checkov gives each of a thousand checks a filter for logs that nobody writes."""
    filters: Any = importlib.import_module("checkov.common.resource_code_logger_filter")
    filters.add_resource_code_filter_to_logger = lambda *_arguments, **_named: None


@contextmanager
def _without_collection() -> Iterator[None]:
    """Nothing that is imported is garbage: looking for some costs a fifth of the time, and at exit 0.6 s more."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
