from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yard.release.releases_file import ReleasesFile, edited, releases_in

A, B = "shop/a@sha256:" + "a" * 64, "shop/b@sha256:" + "b" * 64
COMMENTS = "# Which image each service runs in dev, one line each:\n#   catalog: …\n"


def file(tmp_path: Path) -> ReleasesFile:
    return ReleasesFile(tmp_path / "releases" / "dev.yaml", "environments/releases/dev.yaml")


def test_a_line_changes_and_comments_and_order_stay() -> None:
    text = f"# Ours.\nweb: {A} # since Monday\n\n# The catalogue.\ncatalog: {A}\n"

    assert edited(text, "web", B) == f"# Ours.\nweb: {B} # since Monday\n\n# The catalogue.\ncatalog: {A}\n"


@pytest.mark.parametrize("text", ["", COMMENTS, "{}\n", COMMENTS + "{}\n"])
def test_the_first_release_keeps_the_comments_that_explain_the_file(text: str) -> None:
    kept = COMMENTS if text.startswith("#") else ""

    assert edited(text, "catalog", A) == f"{kept}catalog: {A}\n"


def test_a_service_without_a_line_gets_one_at_the_end() -> None:
    assert edited(f"web: {A}\n", "catalog", B) == f"web: {A}\ncatalog: {B}\n"


def test_a_long_reference_stays_on_one_line() -> None:
    reference = f"registry.example.com/{'x' * 120}@sha256:{'a' * 64}"

    assert edited(f"web: {A}\n", "web", reference) == f"web: {reference}\n"


NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?", fullmatch=True).filter(
    lambda name: name not in ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
)
RELEASES = st.from_regex(r"(shop/[a-z]{1,9}@)?sha256:[0-9a-f]{64}", fullmatch=True)


@given(before=st.dictionaries(NAMES, RELEASES, max_size=4), name=NAMES, release=RELEASES)
def test_whatever_stood_there_one_service_changes_and_no_other(
    before: dict[str, str], name: str, release: str
) -> None:
    text = "# Kept.\n" + "".join(f"{key}: {value}\n" for key, value in before.items())

    after = edited(text, name, release)

    assert releases_in(after) == {**before, name: release}
    assert after.startswith("# Kept.\n")


def test_a_file_that_is_not_there_is_made_and_can_be_taken_back(tmp_path: Path) -> None:
    releases = file(tmp_path)

    releases.set("web", A)

    assert releases.get("web") == A
    assert [path.name for path in releases.path.parent.iterdir()] == ["dev.yaml"]
    releases.restore(None)
    assert releases.text is None
    assert releases.get("web") is None
