"""Reading the environments and the services of a workspace, and what must hold between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from typing import Any

from yard.config.environment import Environment
from yard.config.errors import InputError
from yard.config.service import Service
from yard.config.validation import validate
from yard.config.workspace import Workspace
from yard.config.yaml_source import KeyPath, YamlSource, read_yaml

MANIFEST = "service.yaml"
OVERRIDES = "environments"


def environment_names(workspace: Workspace) -> list[str]:
    """The environments that have a file, sorted. Raises InputError where the folder is missing."""
    if not workspace.environments.is_dir():
        raise InputError(
            f"{workspace.shown(workspace.environments)}: there is no such folder."
            " It holds a YAML file for each environment."
        )
    return sorted(path.stem for path in workspace.environments.glob("*.yaml"))


def load_environment(workspace: Workspace, name: str) -> Environment:
    """Read one environment and check it against the others: no two address ranges may overlap.

    Raises InputError with everything that is wrong.
    """
    names = environment_names(workspace)
    if name not in names:
        close = get_close_matches(name, names, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(names) or 'none'}."
        raise InputError(
            f"{workspace.shown(workspace.environments)}/{name}.yaml: there is no such environment. {hint}"
        )
    environment = _read_environment(workspace, name)
    for other_name in names:
        if other_name == name:
            continue
        try:
            other = _read_environment(workspace, other_name)
        except InputError:
            continue  # a fault of another environment's file is told by that environment's verbs
        if environment.network.cidr.overlaps(other.network.cidr):
            raise InputError(
                environment.problem(
                    "network.cidr",
                    f"{environment.network.cidr} overlaps {other.network.cidr} of {other.name}"
                    f" ({other.source}:{other.line_of('network.cidr')}). Take a range of its own, so that the two"
                    " networks can be connected one day.",
                )
            )
    return environment


def load_services(workspace: Workspace, environment: Environment) -> dict[str, Service]:
    """Read every service as it is in `environment`, by name, and check them against each other.

    A folder with a pyproject.toml and no manifest is a library and is passed over.
    Raises InputError with everything that is wrong in all of them.
    """
    if not workspace.apps.is_dir():
        raise InputError(
            f"{workspace.shown(workspace.apps)}: there is no such folder. It holds one folder a service."
        )
    services: dict[str, Service] = {}
    problems: list[str] = []
    known = environment_names(workspace)
    for folder in sorted(
        path for path in workspace.apps.iterdir() if path.is_dir() and path.name[0] not in "._"
    ):
        if not (folder / MANIFEST).is_file():
            if not (folder / "pyproject.toml").is_file():
                problems.append(
                    f"{workspace.shown(folder)}: a service needs a {MANIFEST}, a library a pyproject.toml. Add one."
                )
            continue
        try:
            service = _read_service(workspace, folder / MANIFEST, environment.name, known)
        except InputError as error:
            problems += error.problems
            continue
        if service.name != folder.name:
            problems.append(
                service.problem(
                    "name", f"{service.name} stands in the folder {folder.name}. Give both the same name."
                )
            )
        services[folder.name] = service
    if not services and not problems:
        problems.append(
            f"{workspace.shown(workspace.apps)}: there is no service. Add a folder with a {MANIFEST}."
        )
    problems += _disagreements(services)
    if problems:
        raise InputError(problems)
    return services


def _read_environment(workspace: Workspace, name: str) -> Environment:
    path = workspace.environments / f"{name}.yaml"
    environment = validate(Environment, read_yaml(path, workspace.shown(path)))
    if environment.name != name:
        raise InputError(
            environment.problem("name", f"{environment.name} stands in {name}.yaml. Give both the same name.")
        )
    return environment


def _read_service(workspace: Workspace, path: Path, environment: str, known: Iterable[str]) -> Service:
    source = read_yaml(path, workspace.shown(path))
    overrides = source.values.pop(OVERRIDES, {})
    if overrides is None:
        overrides = {}
    if not isinstance(overrides, dict):
        raise InputError(
            source.problem((OVERRIDES,), "is not a group of environments. Example: {prod: {cpu: 1024}}.")
        )
    problems = [
        source.problem((OVERRIDES, name), f"there is no such environment. There are: {', '.join(known)}.")
        for name in overrides
        if name not in known
    ] + [
        source.problem((OVERRIDES, name), "is not a group of keys with values. Example: {scale: {min: 4}}.")
        for name, values in overrides.items()
        if name in known and not isinstance(values, dict)
    ]
    if problems:
        raise InputError(problems)
    base = validate(Service, source)  # a fault outside the overrides is told once, with its own line
    if environment not in overrides:
        return base
    above = (OVERRIDES, environment)
    lines = dict(source.lines)
    lines.update(
        {path[2:]: line for path, line in source.lines.items() if path[:2] == above and len(path) > 2}
    )
    merged = merge(source.values, overrides[environment])
    if merged.get("name") != base.name:
        raise InputError(
            source.problem((*above, "name"), "a service has the same name everywhere. Take it out.")
        )
    return validate(Service, YamlSource(source.name, merged, lines))


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid on `base`: groups merge key by key, anything else replaces, lists as a whole."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = (
            merge(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
        )
    return merged


def _disagreements(services: Mapping[str, Service]) -> list[str]:
    problems = []
    for service in services.values():
        for index, name in enumerate(service.calls):
            if name not in services:
                close = get_close_matches(name, services, n=1)
                hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(services)}."
                problems.append(
                    f"{service.source}:{_line(service, ('calls', index))} calls: no service {name}. {hint}"
                )
    for one, two in combinations(services.values(), 2):
        for index, route in enumerate(two.routes):
            clash = next(
                (other for other in one.routes if _covers(other, route) or _covers(route, other)), None
            )
            if clash is not None:
                problems.append(
                    f"{two.source}:{_line(two, ('routes', index))} routes: {route} is {one.name}'s already"
                    f" ({clash}, {one.source}:{one.line_of('routes')}). Take another prefix."
                )
    return problems


def _line(service: Service, path: KeyPath) -> int:
    return service._source.line_of(path) if service._source else 1


def _covers(prefix: str, route: str) -> bool:
    prefix = prefix.rstrip("/")
    return route.rstrip("/") == prefix or route.startswith(prefix + "/")
