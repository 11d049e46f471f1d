"""Whatever stands in the files, the answer is a model or an InputError, never a traceback."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from yard.config import (
    Environment,
    InputError,
    Service,
    Workspace,
    json_schema,
    load_environment,
    load_releases,
    load_services,
)

ENVIRONMENT = 'name: dev\naccount: "111111111111"\nregion: eu-west-1\nzones: [eu-west-1a, eu-west-1b]\n'
SERVICE = "name: orders\nteam: sales\n"


def as_yaml(values: Any) -> str:
    out = StringIO()
    YAML(typ="safe", pure=True).dump(values, out)
    return out.getvalue()


def names_in(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for inner in schema.values():
            yield from names_in(inner)


KEYS = st.sampled_from(sorted({*names_in(json_schema("environment")), *names_in(json_schema("service"))}))
NAMES = KEYS | st.sampled_from(["prod", "dev", "products", "", "A_B", "x-y", "0"]) | st.text(max_size=3)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-5, 20_000)
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(
        [
            "/a",
            "dev",
            "orders",
            "512",
            "10.0.0.0/16",
            "10.0.0.0/99",
            "::/0",
            "eu-west-1a",
            "rolling",
            "a/../b",
        ]
    )
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=10,
)
FILES = st.text(max_size=300) | st.dictionaries(NAMES, VALUES, max_size=6).map(as_yaml)


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        (root / "cdktf.json").write_text("{}")
        (root / "environments" / "releases").mkdir(parents=True)
        (root / "apps" / "orders").mkdir(parents=True)
        yield Workspace.at(root)


def answer(workspace: Workspace, environment: str, service: str, releases: str) -> tuple[Any, list[str]]:
    (workspace.environments / "dev.yaml").write_text(environment, "utf-8")
    (workspace.environments / "releases" / "dev.yaml").write_text(releases, "utf-8")
    (workspace.apps / "orders" / "service.yaml").write_text(service, "utf-8")
    try:
        found = load_environment(workspace, "dev")
        services = load_services(workspace, found)
        load_releases(workspace, found, services)
    except InputError as error:
        return None, error.problems
    return (found, services["orders"]), []


def is_an_answer(result: tuple[Any, list[str]]) -> bool:
    models, problems = result
    if models:
        return isinstance(models[0], Environment) and isinstance(models[1], Service)
    places = ("environments/dev.yaml", "environments/releases/dev.yaml", "apps/orders/service.yaml")
    return bool(problems) and all(
        problem.startswith(places) and len(problem.splitlines()) == 1 and problem.endswith((".", "?"))
        for problem in problems
    )


@settings(max_examples=60)
@given(content=FILES)
def test_any_environment_is_a_model_or_an_input_error(workspace: Workspace, content: str) -> None:
    assert is_an_answer(answer(workspace, content.encode("utf-8", "replace").decode(), SERVICE, ""))


@settings(max_examples=60)
@given(values=st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_values_in_an_environment_are_a_model_or_an_input_error(
    workspace: Workspace, values: dict[str, Any]
) -> None:
    whole = YAML(typ="safe", pure=True).load(ENVIRONMENT) | values

    assert is_an_answer(answer(workspace, as_yaml(whole), SERVICE, ""))


@settings(max_examples=60)
@given(content=FILES)
def test_any_manifest_is_a_model_or_an_input_error(workspace: Workspace, content: str) -> None:
    assert is_an_answer(answer(workspace, ENVIRONMENT, content.encode("utf-8", "replace").decode(), ""))


@settings(max_examples=100)
@given(
    values=st.dictionaries(KEYS, VALUES, max_size=4),
    over=st.none() | st.dictionaries(KEYS, VALUES, max_size=4),
)
def test_any_values_in_a_manifest_are_a_model_or_an_input_error(
    workspace: Workspace, values: dict[str, Any], over: dict[str, Any] | None
) -> None:
    whole = {"name": "orders", "team": "sales", **values} | ({"environments": {"dev": over}} if over else {})

    assert is_an_answer(answer(workspace, ENVIRONMENT, as_yaml(whole), ""))


@settings(max_examples=100)
@given(content=FILES)
def test_any_releases_are_images_or_an_input_error(workspace: Workspace, content: str) -> None:
    assert is_an_answer(answer(workspace, ENVIRONMENT, SERVICE, content.encode("utf-8", "replace").decode()))
