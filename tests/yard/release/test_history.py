from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from yard.config import InputError, Workspace
from yard.release import earlier_releases, wanted_earlier
from yard.release.history import journal, note
from yard.release.releases_file import ReleasesFile

ENVIRONMENT = 'name: dev\naccount: "111111111111"\nregion: eu-west-1\nzones: [eu-west-1a, eu-west-1b]\n'


def image(letter: str) -> str:
    return f"shop/catalog@sha256:{letter * 64}"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for name, text in {
        "cdktf.json": "{}",
        "environments/dev.yaml": ENVIRONMENT,
        "apps/catalog/service.yaml": "name: catalog\nteam: shop\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return Workspace.at(tmp_path)


def git(workspace: Workspace, *arguments: str, when: int = 0) -> None:
    date = f"{1_700_000_000 + when} +0000"
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(
        ["git", *identity, *arguments],  # noqa: S607
        cwd=workspace.root,
        check=True,
        capture_output=True,
        env={
            "PATH": "/usr/bin:/bin",
            "GIT_AUTHOR_DATE": date,
            "GIT_COMMITTER_DATE": date,
            "HOME": "/nowhere",
        },
    )


def commit(workspace: Workspace, release: str, when: int) -> None:
    ReleasesFile.of(workspace, "dev").set("catalog", release)
    git(workspace, "add", "-A", when=when)
    git(workspace, "commit", "-m", "Deploy", when=when)


@pytest.fixture
def committed(workspace: Workspace) -> Workspace:
    """`catalog` had a, then b, and has c."""
    git(workspace, "init")
    for when, letter in enumerate("abc"):
        commit(workspace, image(letter), when)
    return workspace


def found(workspace: Workspace) -> list[str]:
    return [one.release for one in earlier_releases(workspace, "dev", "catalog")]


def test_the_commits_of_the_file_are_the_history(committed: Workspace) -> None:
    assert found(committed) == [image("b"), image("a")]
    assert all(one.commit for one in earlier_releases(committed, "dev", "catalog"))


def test_what_is_committed_is_the_earlier_one_where_the_file_was_edited_since(committed: Workspace) -> None:
    ReleasesFile.of(committed, "dev").set("catalog", image("d"))

    assert found(committed) == [image("c"), image("b"), image("a")]


def test_deployments_that_nobody_committed_are_remembered(committed: Workspace) -> None:
    for letter in "def":
        note(committed, "dev", "catalog", image(letter))
    ReleasesFile.of(committed, "dev").set("catalog", image("f"))

    assert found(committed) == [image(letter) for letter in "edcba"]


def test_without_git_the_journal_is_the_history(workspace: Workspace) -> None:
    note(workspace, "dev", "catalog", image("a"))
    note(workspace, "dev", "other", image("x"))
    note(workspace, "dev", "catalog", image("b"))
    ReleasesFile.of(workspace, "dev").set("catalog", image("b"))

    assert found(workspace) == [image("a")]


def test_going_back_twice_undoes_the_first(committed: Workspace) -> None:
    ReleasesFile.of(committed, "dev").set("catalog", image("b"))
    note(committed, "dev", "catalog", image("b"))

    assert found(committed) == [image("c"), image("a")]


def test_a_commit_with_a_broken_file_and_a_torn_journal_are_passed_over(committed: Workspace) -> None:
    path = ReleasesFile.of(committed, "dev").path
    good = path.read_text()
    path.write_text("catalog: [")
    git(committed, "commit", "-am", "Break", when=5)
    path.write_text(good)
    git(committed, "commit", "-am", "Mend", when=6)
    journal(committed, "dev").parent.mkdir(parents=True, exist_ok=True)
    journal(committed, "dev").write_text('{"seen": 17')

    assert found(committed) == [image("b"), image("a")]


def test_a_service_is_found_as_far_back_as_it_is_asked_for(committed: Workspace) -> None:
    want, earlier = wanted_earlier(committed, "dev", "catalog", back=2)

    assert want.release == earlier.release == image("a")
    assert earlier.when == "2023-11-14 22:13 UTC"


def test_further_back_than_there_is_anything_is_refused_with_how_far_one_can_go(committed: Workspace) -> None:
    with pytest.raises(
        InputError, match=r"--to 3: catalog has 2 earlier releases\. Use 1 to 2; yard rollback dev"
    ):
        wanted_earlier(committed, "dev", "catalog", back=3)


def test_a_service_without_a_past_says_where_it_was_looked_for(workspace: Any) -> None:
    with pytest.raises(InputError) as refused:
        wanted_earlier(workspace, "dev", "catalog", back=1)

    assert str(refused.value) == (
        "catalog has no earlier release: neither the commits of environments/releases/dev.yaml nor deployments from"
        " this machine know one. Deploy what is to run: yard deploy dev catalog."
    )
