"""The stand-in for `docker build` is as strict as the real one where that matters."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.apps.dockerfile import Build

DOCKERFILE = """\
# A comment, and a line that goes on.
FROM base:1.2.3 AS build
WORKDIR /srv/cup
COPY cup/pins ./
RUN cat pins > made \\
 && echo /srv/cup >> made

FROM base:1.2.3
RUN rm -rf /usr/local/lib/node_modules
ENV PLACE=/srv/cup/made
COPY --from=build /srv/cup/made /srv/cup/made
COPY cup/code /srv/cup/code
CMD ["cup", "--serve"]
"""


@pytest.fixture
def context(tmp_path: Path) -> Path:
    files = {
        "cup/Dockerfile": DOCKERFILE,
        "cup/pins": "pin\n",
        "cup/code/run": "run",
        "cup/code/__pycache__/run.pyc": "",
        "cup/secret": "hunter2",
        ".dockerignore": "*\n!*/pins\n!cup/code\n**/__pycache__\n",
    }
    for name, text in files.items():
        path = tmp_path / "apps" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "apps"


def build(context: Path, tmp_path: Path) -> Build:
    return Build(context / "cup" / "Dockerfile", context, tmp_path / "stages")


def test_the_last_stage_holds_what_was_copied_into_it_and_nothing_else(context: Path, tmp_path: Path) -> None:
    one = build(context, tmp_path)

    root = one.run()

    files = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    assert files == {"srv/cup/made", "srv/cup/code/run"}
    assert one.stages[-1].command == ["cup", "--serve"]


def test_a_step_runs_with_the_stages_paths(context: Path, tmp_path: Path) -> None:
    one = build(context, tmp_path)

    root = one.run()

    assert (root / "srv/cup/made").read_text() == f"pin\n{tmp_path}/stages/build/srv/cup\n"
    assert one.inside(one.environment["PLACE"], "1") == f"{root}/srv/cup/made"


def test_what_the_build_context_leaves_out_cannot_be_copied(context: Path, tmp_path: Path) -> None:
    path = context / "cup" / "Dockerfile"
    path.write_text(DOCKERFILE.replace("cup/pins", "cup/secret"))

    with pytest.raises(
        FileNotFoundError, match=r"COPY cup/secret: \.dockerignore keeps it out, or it is not there"
    ):
        build(context, tmp_path).run()


def test_a_step_that_fails_fails_the_build(context: Path, tmp_path: Path) -> None:
    path = context / "cup" / "Dockerfile"
    path.write_text(DOCKERFILE.replace("cat pins", "cat pin"))

    with pytest.raises(subprocess.CalledProcessError):
        build(context, tmp_path).run()
