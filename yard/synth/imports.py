"""Which parts of the provider packages a program uses, read from its import statements."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

PREFIX = "cdktf_cdktf_provider_"
# Stands for all submodules: the import statement does not say which ones are used.
WHOLE_PACKAGE = "*"


def imported_submodules(folders: Iterable[Path]) -> dict[str, frozenset[str]]:
    """Provider package -> its submodules that the Python files below `folders` import.

    `from cdktf_cdktf_provider_aws.vpc import Vpc` gives `{"cdktf_cdktf_provider_aws": {"vpc"}}`. A file that does
    not parse is passed over: Python itself will say what is wrong when it imports it. `import` of a package without
    a submodule gives WHOLE_PACKAGE.
    """
    found: dict[str, set[str]] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            text = path.read_text("utf-8")
            if PREFIX in text:
                for package, submodule in _provider_imports(text):
                    found.setdefault(package, set()).add(submodule)
    return {package: frozenset(submodules) for package, submodules in sorted(found.items())}


def _provider_imports(text: str) -> Iterable[tuple[str, str]]:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            package, _, submodule = node.module.partition(".")
            if package.startswith(PREFIX):
                names = [submodule.split(".")[0]] if submodule else [alias.name for alias in node.names]
                yield from ((package, name) for name in names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                package, _, submodule = alias.name.partition(".")
                if package.startswith(PREFIX):
                    yield package, submodule.split(".")[0] or WHOLE_PACKAGE
