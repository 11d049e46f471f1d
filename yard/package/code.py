"""The Python code of a service, and of the libraries in apps/ that it imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from yard.config import InputError, Service, Workspace

NOT_PACKAGED = ("__pycache__",)


def code_of(workspace: Workspace, service: Service) -> dict[str, Path]:
    """Name in the zip -> file: the service's package, and each library of ours that it imports, also through another.

    Raises InputError where the package, or the handler in it, is missing.
    """
    home = workspace.apps / service.name
    if not (home / service.package).is_dir():
        raise InputError(
            f"{workspace.shown(home)}: has no folder {service.package}. Put the service's Python package there."
        )
    found = dict(_package(home / service.package))
    _check_handler(workspace, service, found)
    waiting = [service.package]
    while waiting:
        for library in sorted(_libraries(workspace) & _imported(workspace, found, waiting.pop())):
            if f"{library}/__init__.py" not in found:
                found |= _package(workspace.apps / library / library)
                waiting.append(library)
    return found


def _package(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not set(path.parts) & set(NOT_PACKAGED):
            yield path.relative_to(folder.parent).as_posix(), path


def _libraries(workspace: Workspace) -> set[str]:
    """Folders with a pyproject.toml and no manifest: libraries that services share."""
    return {
        path.parent.name
        for path in workspace.apps.glob("*/pyproject.toml")
        if not (path.parent / "service.yaml").exists()
    }


def _imported(workspace: Workspace, files: dict[str, Path], package: str) -> set[str]:
    """The top names of all modules that a package imports."""
    names: set[str] = set()
    for name, path in files.items():
        if name.startswith(f"{package}/") and name.endswith(".py"):
            for node in ast.walk(_parsed(workspace, path)):
                if isinstance(node, ast.Import):
                    names |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names.add(node.module.partition(".")[0])
    return names


def _parsed(workspace: Workspace, path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_bytes())
    except SyntaxError as error:
        place = f"{workspace.shown(path)}:{error.lineno or 1}"
        raise InputError(f"{place}: is no Python ({error.msg}). Mend it.") from error


def _check_handler(workspace: Workspace, service: Service, files: dict[str, Path]) -> None:
    """Lambda would tell with the first invocation what can be told now."""
    module, _, name = service.handler.rpartition(".")
    stem = module.replace(".", "/")
    path = files.get(f"{stem}.py") or files.get(f"{stem}/__init__.py")
    shown = workspace.shown(workspace.apps / service.name)
    if path is None:
        raise InputError(
            service.problem(
                "function.handler",
                f"{service.handler}: there is no {shown}/{stem}.py. Write it (docs/add-a-service.md), or name another.",
            )
        )
    if name not in _names(_parsed(workspace, path)):
        raise InputError(
            service.problem(
                "function.handler",
                f"{service.handler}: {workspace.shown(path)} has no {name}. Add it, or name another.",
            )
        )


def _names(module: ast.Module) -> set[str]:
    """What a module defines at its top level."""
    names: set[str] = set()
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
    return names
