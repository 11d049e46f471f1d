"""What a person gets for a broken input: one clear paragraph on standard error, exit status 2, no traceback."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from tests.yard.cli.conftest import Files, Yard

SERVICE = "apps/catalog/service.yaml"
DEV = "environments/dev.yaml"
SECOND = "name: stock\nteam: warehouse\n"

Breaker = Callable[[Files], object]


def changed(name: str, old: str, new: str) -> Breaker:
    return lambda files: files.change(name, old, new)


def second_service(text: str) -> Breaker:
    def write(files: Files) -> None:
        (files.apps / "stock").mkdir()
        (files.apps / "stock" / "service.yaml").write_text(text)

    return write


def without(name: str) -> Breaker:
    def remove(files: Files) -> None:
        path = files.apps.parent / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return remove


# What is broken, and words that the paragraph must hold: the place, and what is wrong or what to do.
BROKEN: dict[str, tuple[Breaker, tuple[str, ...]]] = {
    "bad YAML": (changed(SERVICE, "team: merchandising", "team: [merchandising"), ("service.yaml:",)),
    "a key twice": (changed(SERVICE, "port: 8080", "port: 8080\nport: 8081"), ("service.yaml:", "port")),
    "an empty file": (
        lambda files: (files.apps / "catalog/service.yaml").write_text(""),
        ("service.yaml",),
    ),
    "not UTF-8": (
        lambda files: (files.apps / "catalog/service.yaml").write_bytes(b"name: \xff\n"),
        ("service.yaml", "UTF-8"),
    ),
    "an unknown key": (changed(SERVICE, "memory:", "memroy:"), ("service.yaml:", "memroy", "memory")),
    "a wrong type": (changed(SERVICE, "port: 8080", "port: http"), ("service.yaml:", "port", "http")),
    "a pair that Fargate refuses": (
        changed(SERVICE, "memory: 512", "memory: 4096"),
        ("memory", "4096 does not go with cpu 256"),
    ),
    "min above max": (changed(SERVICE, "max: 10", "min: 11, max: 10"), ("scale.min", "11")),
    "a name that is not the folder's": (
        changed(SERVICE, "name: catalog", "name: catalogue"),
        ("name", "catalogue"),
    ),
    "a route without a slash": (
        changed(SERVICE, "[/api/catalog]", "[api/catalog]"),
        ("routes", "api/catalog"),
    ),
    "two services with one route": (
        second_service(SECOND + "routes: [/api/catalog]\n"),
        ("stock/service.yaml:3", "/api/catalog", "catalog"),
    ),
    "a call to nobody": (changed(SERVICE, "port: 8080", "port: 8080\ncalls: [qoutes]"), ("calls", "qoutes")),
    "an unknown environment in the overrides": (changed(SERVICE, "  prod:", "  prud:"), ("prud",)),
    "a runtime that cannot be deployed yet": (
        changed(SERVICE, "runtime: ecs", "runtime: lambda"),
        ("service.yaml:", "runtime", "lambda"),
    ),
    "a folder that is no service": (lambda files: (files.apps / "stock").mkdir(), ("stock", "service.yaml")),
    "no services": (without("apps/catalog"), ("apps",)),
    "an account that is a number": (changed(DEV, '"111111111111"', "111111111111"), ("dev.yaml:", "account")),
    "a zone of another region": (changed(DEV, "eu-west-1b", "eu-north-1b"), ("dev.yaml:", "zones")),
    "a public range": (changed(DEV, "10.20.0.0/16", "8.8.0.0/16"), ("dev.yaml:", "network.cidr")),
    "ranges that overlap": (
        changed(DEV, "10.20.0.0/16", "10.40.0.0/16"),
        ("network.cidr", "10.40.0.0/16", "prod"),
    ),
    "an unknown size": (changed(DEV, "size: small", "size: tiny"), ("dev.yaml:", "size", "small")),
    "a missing account": (changed(DEV, 'account: "111111111111"\n', ""), ("dev.yaml", "account")),
    "a missing environment": (without(DEV), ("dev",)),
    "a release that is a tag": (
        lambda files: (
            (files.environments / "releases/dev.yaml").write_text("catalog: registry/catalog:latest\n")
            and None
        ),
        ("releases/dev.yaml:1", "catalog", "sha256"),
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_input_is_one_clear_paragraph_and_status_2(yard: Yard, files: Files, case: str) -> None:
    breaks, words = BROKEN[case]
    breaks(files)

    done = yard("synth", "dev", "--out", str(files.apps.parent / "out"), *files.options)

    assert done.status == 2
    assert done.err.startswith("Error: ")
    assert all(word in done.err for word in words), done.err
    assert "Traceback" not in done.err
    assert "\n\n" not in done.err.strip()
    assert done.out == ""


def test_an_environment_that_is_not_there_suggests_the_nearest(yard: Yard) -> None:
    done = yard("plan", "prd", "--offline")

    assert (done.status, done.out) == (2, "")
    assert done.err == "Error: environments/prd.yaml: there is no environment prd. Did you mean prod?\n"


def test_a_stack_that_is_not_there_names_those_that_are(yard: Yard) -> None:
    done = yard("plan", "dev", "dev-catalogue", "--offline")

    assert done.status == 2
    assert "dev-catalogue" in done.err
    assert "dev-catalog" in done.err


def test_a_folder_that_is_not_there_is_named(yard: Yard) -> None:
    done = yard("list", "--apps", "nowhere")

    assert done.status == 2
    assert "nowhere" in done.err


@pytest.mark.parametrize(
    "arguments", [("plann",), ("synth",), ("synth", "dev", "--ouut", "x"), ("schema", "kind")]
)
def test_what_the_command_line_does_not_know_is_status_2(yard: Yard, arguments: tuple[str, ...]) -> None:
    done = yard(*arguments)

    assert done.status == 2
    assert "Traceback" not in done.err
