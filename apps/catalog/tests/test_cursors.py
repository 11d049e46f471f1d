from __future__ import annotations

import pytest
from catalog.cursors import Cursors, InvalidCursorError


def test_a_cursor_gives_back_where_the_list_goes_on() -> None:
    cursors = Cursors("key")

    assert cursors.read(cursors.write("p1", None), None) == "p1"
    assert cursors.read(cursors.write("p1", "tableware"), "tableware") == "p1"


@pytest.mark.parametrize(
    "cursor",
    [
        pytest.param("x", id="made up"),
        pytest.param(Cursors("key").write("p1", None)[:-1], id="cut off"),
        pytest.param("A" + Cursors("key").write("p1", None), id="altered"),
        pytest.param(Cursors("another key").write("p1", None), id="signed with another key"),
        pytest.param(Cursors("key").write("p1", "tableware"), id="of another list"),
        pytest.param("é", id="not ASCII"),
    ],
)
def test_what_is_no_cursor_of_this_list_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursorError):
        Cursors("key").read(cursor, None)
