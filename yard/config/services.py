"""Reading the services, and what must hold between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

from yard.config.calls import circular_calls, unknown_calls
from yard.config.environment import Environment
from yard.config.environments import environment_names
from yard.config.errors import InputError
from yard.config.events import misspelt_events
from yard.config.overrides import read_service
from yard.config.service import Service
from yard.config.workspace import Workspace
from yard.config.yaml_reader import read_yaml

MANIFEST = "service.yaml"


def load_services(workspace: Workspace, environment: Environment) -> dict[str, Service]:
    """Read every service as it is in `environment`, by name, and check them against each other.

    A folder with a pyproject.toml and no manifest is a library and is passed over. What a manifest leaves open of
    `scale` is filled in from the environment's size. Raises InputError with everything that is wrong in all of them,
    overrides of other environments included.
    """
    known = environment_names(workspace)
    services: dict[str, Service] = {}
    problems: list[str] = []
    folders = service_folders(workspace, problems)
    for folder in folders:
        path = folder / MANIFEST
        try:
            service, found = read_service(read_yaml(path, workspace.shown(path)), environment.name, known)
        except InputError as error:
            problems += error.problems
            continue
        problems += found
        if service is None:
            continue
        if service.name != folder.name:
            problems.append(
                service.problem(
                    "name",
                    f"{service.name} is not the folder's name, {folder.name}. Give both the same name.",
                )
            )
        scale = service.scale.within(environment.defaults)
        services[folder.name] = service.model_copy(update={"scale": scale})
    problems += _shared_routes(services)
    problems += unknown_calls(services, [folder.name for folder in folders])
    problems += circular_calls(services)
    problems += misspelt_events(services)
    if not folders and not problems:
        problems.append(
            f"{workspace.shown(workspace.apps)}: there is no service. Add a folder with a {MANIFEST}."
        )
    if problems:
        raise InputError(problems)
    return services


def service_folders(workspace: Workspace, problems: list[str]) -> list[Path]:
    """The folders that have a manifest, sorted; those that should have one are added to `problems`.

    Raises InputError where the folder of the services is missing.
    """
    if not workspace.apps.is_dir():
        raise InputError(
            f"{workspace.shown(workspace.apps)}: there is no such folder. Make it and add a folder for each service."
        )
    folders = []
    for folder in sorted(workspace.apps.iterdir()):
        if not folder.is_dir() or folder.name.startswith((".", "_")):
            continue
        if (folder / MANIFEST).exists():
            folders.append(folder)
        elif (folder / "service.yml").exists():
            problems.append(
                f"{workspace.shown(folder)}/service.yml: manifests end in .yaml. Rename it to {MANIFEST}."
            )
        elif not (folder / "pyproject.toml").exists():
            problems.append(
                f"{workspace.shown(folder)}: has no {MANIFEST}. Add one; a library has a pyproject.toml instead."
            )
    return folders


def _shared_routes(services: Mapping[str, Service]) -> Iterator[str]:
    for one, two in combinations(services.values(), 2):
        for index, route in enumerate(two.routes):
            for other_index, other in enumerate(one.routes):
                place = f"{one.name} ({one.source}:{one.line_of(f'routes[{other_index}]')})"
                if route == other:
                    found = f"{route} is a route of {place} too"
                elif "static" in (one.runtime, two.runtime):
                    continue  # CloudFront takes the longest route that fits: a site at / leaves /api to the services
                elif _covers(other, route):
                    found = f"{route} is below {other} of {place}"
                elif _covers(route, other):
                    found = f"{route} is above {other} of {place}"
                else:
                    continue
                yield two.problem(f"routes[{index}]", f"{found}. Use another prefix.")


def _covers(prefix: str, route: str) -> bool:
    return route.startswith(prefix.rstrip("/") + "/")
