from __future__ import annotations

import pytest

from yard.graph import architecture
from yard.graph.page import with_pictures

PAGE = "# Before\n<!-- picture: dev -->\nold\n<!-- end -->\nafter\n"
DRAWN = {"dev": architecture("dev", {})}


def test_what_stands_between_the_marks_is_the_picture() -> None:
    page = with_pictures(PAGE, DRAWN, {"dev": {"dev-network": 3, "dev-shop": 4}})

    assert page == (
        "# Before\n<!-- picture: dev -->\n7 resources: `dev-network` 3, `dev-shop` 4.\n\n"
        "```mermaid\nflowchart LR\n```\n<!-- end -->\nafter\n"
    )


def test_writing_it_again_changes_nothing() -> None:
    once = with_pictures(PAGE, DRAWN, {"dev": {"dev-network": 3}})

    assert with_pictures(once, DRAWN, {"dev": {"dev-network": 3}}) == once


def test_an_environment_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        with_pictures(PAGE.replace("dev", "nowhere"), DRAWN, {})
