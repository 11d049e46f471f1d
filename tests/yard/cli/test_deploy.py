"""The verbs `deploy` and `rollback`: what they print, and how they end; what they do is in tests/yard/release."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.yard.cli.conftest import Files, Yard
from yard import release
from yard.release import Deployed, Wanted, Ways
from yard.release.history import Earlier

IMAGE = "registry.example.com/catalog@sha256:"
NEW, OLD = IMAGE + "b" * 64, IMAGE + "a" * 64


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> list[Wanted]:
    """Nothing is deployed; what would have been is collected."""
    asked: list[Wanted] = []

    def deploy(_place: Any, want: Wanted, _ways: Ways, *, offline: bool) -> Deployed:
        asked.append(want)
        return Deployed(
            want.environment, want.service.name, want.release, OLD, offline=offline, notes=["A note."]
        )

    monkeypatch.setattr(release, "deploy", deploy)
    return asked


@pytest.fixture
def earlier(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Earlier(OLD, 1_700_000_000, "0123456789"), Earlier(IMAGE + "c" * 64, 1_600_000_000)]
    find: Callable[..., list[Earlier]] = lambda *_: found  # noqa: E731
    monkeypatch.setattr(release, "earlier_releases", find)
    monkeypatch.setattr("yard.release.rollback.earlier_releases", find)


def test_a_deployment_tells_what_runs_now_what_ran_before_and_what_to_commit(
    yard: Yard, files: Files, deployed: list[Wanted]
) -> None:
    done = yard("deploy", "dev", "catalog", "--image", NEW, "--yes", *files.options)

    assert done.status == 0
    assert [want.release for want in deployed] == [NEW]
    assert done.out.splitlines() == [
        "A note.",
        f"catalog in dev: {NEW}",
        f"Before: {OLD}. Commit {files.environments}/releases/dev.yaml: a release is a commit.",
    ]


def test_the_json_of_a_deployment(yard: Yard, files: Files, deployed: list[Wanted]) -> None:
    document = json.loads(
        yard("deploy", "dev", "catalog", "--image", NEW, "--json", "--yes", *files.options).out
    )

    assert (document["release"], document["previous"], document["offline"]) == (NEW, OLD, False)
    assert len(deployed) == 1


def test_a_tag_is_no_release(yard: Yard, files: Files, deployed: list[Wanted]) -> None:
    done = yard("deploy", "dev", "catalog", "--image", "catalog:latest", *files.options)

    assert done.status == 2
    assert done.err.startswith("Error: --image: catalog:latest is not pinned by a digest. Use one such as ")
    assert not deployed


def test_going_back_takes_the_release_before_and_says_which(
    yard: Yard, files: Files, deployed: list[Wanted], earlier: None
) -> None:
    done = yard("rollback", "dev", "catalog", "--yes", *files.options)

    assert [want.release for want in deployed] == [OLD]
    assert f"catalog goes back to {OLD}, which it had on 2023-11-14 22:13 UTC." in done.err


def test_the_earlier_releases_are_listed_with_how_far_back_they_are(
    yard: Yard, files: Files, deployed: list[Wanted], earlier: None
) -> None:
    shown = yard("rollback", "dev", "catalog", "--list", *files.options)
    document = json.loads(yard("rollback", "dev", "catalog", "--list", "--json", *files.options).out)

    assert [line.split()[0] for line in shown.out.splitlines()[2:]] == ["1", "2"]
    assert shown.out.splitlines()[-1].endswith("not committed")
    assert document["release"] is None
    assert [(one["to"], one["release"], one["commit"]) for one in document["earlier"]] == [
        (1, OLD, "0123456789"),
        (2, IMAGE + "c" * 64, None),
    ]
    assert not deployed


def test_a_service_that_has_no_past_cannot_go_back(yard: Yard, files: Files, deployed: list[Wanted]) -> None:
    done = yard("rollback", "dev", "catalog", "--yes", *files.options)

    assert done.status == 2
    assert "catalog has no earlier release" in done.err
    assert not deployed


def test_where_nobody_is_there_to_ask_nothing_is_deployed(yard: Yard, files: Files) -> None:
    releases = files.environments / "releases" / "dev.yaml"
    before = releases.read_text()

    done = yard("deploy", "dev", "catalog", "--image", NEW, "--offline", *files.options)

    assert done.status == 1
    assert "Nobody is there to ask: repeat the command with --yes to go ahead." in done.err
    assert releases.read_text() == before
