"""A site is built when its sources have changed, and not otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from yard.config import Service, Workspace, YardError, load_environment, load_services
from yard.local.sites import build, folders, stale

ENVIRONMENT = """name: local
account: "000000000001"
region: eu-west-1
zones: [eu-west-1a, eu-west-1b]
cloud: emulated
"""
MANIFEST = """name: web
team: storefront
runtime: static
routes: [/]
static: {build: [sh, build.sh]}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    web = tmp_path / "apps" / "web"
    web.mkdir(parents=True)
    (tmp_path / "cdktf.json").write_text("{}")
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "local.yaml").write_text(ENVIRONMENT)
    (web / "service.yaml").write_text(MANIFEST)
    (web / "page.html").write_text("one")
    (web / "build.sh").write_text("mkdir -p dist && cp page.html dist/index.html && echo x >> ../built\n")
    return Workspace.at(tmp_path)


def sites(workspace: Workspace) -> list[Service]:
    return list(load_services(workspace, load_environment(workspace, "local")).values())


def test_a_site_is_built_once(workspace: Workspace) -> None:
    build(workspace, stale(workspace, sites(workspace)), lambda text: None)

    assert stale(workspace, sites(workspace)) == []
    folder = folders(workspace, sites(workspace))["web"]
    assert (folder / "index.html").read_text() == "one"


def test_a_changed_source_builds_it_again(workspace: Workspace) -> None:
    build(workspace, stale(workspace, sites(workspace)), lambda text: None)

    (workspace.apps / "web" / "page.html").write_text("two")

    assert [site.name for site in stale(workspace, sites(workspace))] == ["web"]


def test_a_build_that_fails_is_told_and_tried_again(workspace: Workspace) -> None:
    (workspace.apps / "web" / "build.sh").write_text("echo no such page; exit 3\n")

    with pytest.raises(YardError) as failed:
        build(workspace, stale(workspace, sites(workspace)), lambda text: None)

    assert str(failed.value) == "`sh build.sh` of web failed (3):\nno such page"
    assert len(stale(workspace, sites(workspace))) == 1
