from __future__ import annotations

import pytest

from yard.cli import PANELS
from yard.config import json_schema
from yard.reference import ARCHITECTURE, FOLDER, architecture_page, pages


@pytest.mark.parametrize("name", ["command-line.md", "environment.md", "service.md", "policies.md"])
def test_the_reference_is_what_the_program_says(name: str) -> None:
    written = (FOLDER / name).read_text("utf-8")

    assert written == pages()[name], "run `python -m yard.reference` and commit what it wrote"


def test_every_verb_is_in_the_reference() -> None:
    text = pages()["command-line.md"]

    for verbs in PANELS.values():
        for verb in verbs:
            name = "list" if verb.__name__ == "list_stacks" else verb.__name__
            assert f"### yard {name}\n" in text


@pytest.mark.parametrize("kind", ["environment", "service"])
def test_every_key_is_in_the_reference(kind: str) -> None:
    text = pages()[f"{kind}.md"]

    for key in json_schema(kind)["properties"]:
        assert f"| `{key}` |" in text


def test_the_pictures_of_the_architecture_are_those_of_the_stacks() -> None:
    written = ARCHITECTURE.read_text("utf-8")

    assert written == architecture_page(), "run `python -m yard.reference` and commit what it wrote"
