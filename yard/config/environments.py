"""Reading environments, and what must hold between them."""

from __future__ import annotations

from ipaddress import IPv4Network

from yard.config.environment import PRIVATE_RANGES, Environment
from yard.config.errors import InputError
from yard.config.keys import closest
from yard.config.validation import validate
from yard.config.workspace import Workspace
from yard.config.yaml_reader import read_yaml


def environment_names(workspace: Workspace) -> list[str]:
    """The environments that have a file, sorted. Raises InputError where the folder is missing."""
    if not workspace.environments.is_dir():
        raise InputError(
            f"{workspace.shown(workspace.environments)}: there is no such folder."
            " Make it and add a file such as dev.yaml."
        )
    files = (path for path in workspace.environments.glob("*.yaml") if not path.name.startswith("."))
    return sorted(path.stem for path in files if not path.is_dir())


def load_environment(workspace: Workspace, name: str) -> Environment:
    """Read one environment and check it against the others: no two address ranges may overlap.

    A mistake in another environment's file is not told here, but by the verbs of that environment.
    Raises InputError with everything that is wrong.
    """
    names = environment_names(workspace)
    if name not in names:
        folder = workspace.shown(workspace.environments)
        if (workspace.environments / f"{name}.yml").is_file():
            raise InputError(
                f"{folder}/{name}.yml: files of environments end in .yaml. Rename it to {name}.yaml."
            )
        raise InputError(f"{folder}/{name}.yaml: there is no environment {name}. {closest(name, names)}")
    environment = _read(workspace, name)
    others = _others(workspace, [other for other in names if other != name])
    mine = environment.network.cidr
    free = _free_range(mine.prefixlen, [other.network.cidr for other in others])
    problems = [
        environment.problem(
            "network.cidr",
            f"{mine} overlaps {other.network.cidr} of {other.name}"
            f" ({other.source}:{other.line_of('network.cidr')}), so that the two networks could not be connected."
            f" Use a range of its own, for example {free}.",
        )
        for other in others
        if mine.overlaps(other.network.cidr)
    ]
    if problems:
        raise InputError(problems)
    return environment


def account_neighbours(workspace: Workspace, environment: Environment) -> list[Environment]:
    """The other environments of its account, by name. Raises InputError where one of the files is wrong."""
    others = [_read(workspace, name) for name in environment_names(workspace) if name != environment.name]
    return [other for other in others if other.account == environment.account]


def _free_range(prefix: int, taken: list[IPv4Network]) -> IPv4Network | str:
    """The first private range of that size that overlaps none of `taken`."""
    for private in PRIVATE_RANGES:
        for free in private.subnets(new_prefix=prefix):
            if not any(free.overlaps(other) for other in taken):
                return free
    return "a smaller one"


def _others(workspace: Workspace, names: list[str]) -> list[Environment]:
    readable = []
    for name in names:
        try:
            readable.append(_read(workspace, name))
        except InputError:
            continue  # told by the verbs of that environment
    return readable


def _read(workspace: Workspace, name: str) -> Environment:
    path = workspace.environments / f"{name}.yaml"
    environment = validate(Environment, read_yaml(path, workspace.shown(path)))
    if environment.name != name:
        raise InputError(
            environment.problem(
                "name", f"{environment.name} is not the file's name, {name}. Give both the same name."
            )
        )
    return environment
