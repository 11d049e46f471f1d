"""The genuine provider, its schema, and every stack of every environment; skipped where its package is absent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from yard.config import Workspace, environment_names
from yard.synth import Synthesis, synthesise

from .genuine import MISSING, GenuineTerraform, find_archive, required_provider, unpack

ENVIRONMENTS = environment_names(Workspace.at())


@pytest.fixture(scope="session")
def mirror() -> Path:
    archive = find_archive()
    if archive is None:
        pytest.skip(MISSING)
    return unpack(archive)


@pytest.fixture(scope="session")
def genuine_schema(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Resource type -> schema, from the genuine provider."""
    stack = GenuineTerraform(tmp_path_factory.mktemp("schema"), mirror)
    return stack.write({"terraform": required_provider()}).init().schema()


@pytest.fixture(scope="session")
def schema_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("our-schema")


@pytest.fixture(scope="session")
def syntheses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Synthesis]:
    """Environment -> its stacks."""
    out = tmp_path_factory.mktemp("stacks")
    return {name: synthesise(Workspace.at(), name, out / name) for name in ENVIRONMENTS}


@pytest.fixture(scope="session")
def types_in_stacks(syntheses: dict[str, Synthesis]) -> set[str]:
    stacks = (stack for synthesis in syntheses.values() for stack in synthesis.stacks.values())
    return {kind for stack in stacks for kind in stack.json.get("resource", {})}
